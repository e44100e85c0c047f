import { describe, expect, it } from 'vitest';
import { aState, UNAVAILABLE } from '#test/support/fake-ports.ts';
import { createWorld } from './agent-world.ts';

describe('what a processor learns of a run', () => {
  it('is the present job, asked for again after a restart only, under the same key', async () => {
    const world = createWorld('command', 5_000);
    world.service.add('job');
    const first = await world.open();
    await world.clock.advance(1_000);
    expect((await first.run('job')).state).toBe('between-jobs');
    await first.end();

    const seen: string[] = [];
    world.processor.status = async (id, _signal, work) => {
      const request = await work.request();
      seen.push(`${work.idempotencyKey} ${request.configuration.get('Plan') ?? ''}`);
      return aState(id, 'succeeded');
    };
    const second = await world.open();
    await world.clock.advance(10_000);
    expect((await second.run('job')).state).toBe('succeeded');
    expect(seen).toEqual(['run-1-1 checkout']);
    expect(world.service.count('details')).toBe(0);
  });

  it('ends the run when CodePipeline no longer has the job, whatever the processor answers then', async () => {
    const world = createWorld('command');
    world.service.add('job');
    let hang = true;
    world.processor.status = (id, signal, work) =>
      hang
        ? new Promise((resolve) =>
            signal.addEventListener('abort', () => resolve(aState(id, 'running')), { once: true }),
          )
        : work.request().then(
            () => aState(id, 'running'),
            () => UNAVAILABLE,
          );
    const first = await world.open();
    await world.clock.advance(3_000);
    expect((await first.run('job')).state).toBe('working');
    await first.end();

    hang = false;
    const results = world.service.count('putResult');
    world.service.disturb('details', { code: 'aws-job-not-found' });
    const second = await world.open();
    await world.clock.advance(3_000);
    expect(await second.run('job')).toMatchObject({
      state: 'expired',
      message: 'CodePipeline no longer has this job.',
    });
    expect(world.service.count('putResult')).toBe(results);
  });

  it.each([
    ['young', 13 * 60_000, 0],
    ['a minute before their end', 14 * 60_000, 1],
  ])('has credentials that are %s: asked for again accordingly', async (_age, ageMs, asked) => {
    const world = createWorld('command');
    world.service.add('job');
    const { clock } = world;
    world.processor.start = async (request, key) => {
      await clock.sleep(ageMs, new AbortController().signal);
      await request.artifactAccess.credentials();
      return aState(key, 'succeeded');
    };
    const desk = await world.open();
    await clock.advance(15 * 60_000);
    expect((await desk.run('job')).state).toBe('succeeded');
    expect(world.service.count('details')).toBe(asked);
  });

  it('has credentials that were refused asked for again, once', async () => {
    const world = createWorld('command');
    world.service.add('job');
    world.processor.start = async (request, key) => {
      const { artifactAccess } = request;
      const refused = await artifactAccess.credentials();
      const renewed = await artifactAccess.credentials(refused);
      expect(renewed).not.toBe(refused);
      expect(await artifactAccess.credentials()).toBe(renewed);
      return aState(key, 'succeeded');
    };
    const desk = await world.open();
    await world.clock.advance(2_000);
    expect((await desk.run('job')).state).toBe('succeeded');
    expect(world.service.count('details')).toBe(1);
  });
});
