import { describe, expect, it } from 'vitest';
import { aState, UNAVAILABLE } from '#test/support/fake-ports.ts';
import { createWorld } from '#test/unit/agent/agent-world.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** A run that an engineer has acknowledged, ten minutes ago, with a job time-out of one hour. */
async function anEngineersRun() {
  const world = createWorld('manual');
  world.service.add('job');
  const desk = await world.open({ pollIntervalMs: 10 * SECOND_MS });
  await world.clock.advance(11 * SECOND_MS);
  await desk.agent.act((await desk.run('job')).runId, { kind: 'acknowledge' });
  await world.clock.advance(10 * MINUTE_MS);
  expect((await desk.run('job')).state).toBe('with-engineer');
  return { world, desk };
}

describe('a jump of the wall clock', () => {
  it.each([8, -8])(
    'of %i hours takes no run from its engineer, and lets it expire in time',
    async (hours) => {
      const { world, desk } = await anEngineersRun();
      world.clock.jump(hours * HOUR_MS);
      await world.clock.advance(49 * MINUTE_MS);
      expect((await desk.run('job')).state).toBe('with-engineer');
      await world.clock.advance(2 * MINUTE_MS);
      expect((await desk.run('job')).state).toBe('expired');
    },
  );

  it.each([8, -8])('of %i hours skips no keep-alive while the backend is silent', async (hours) => {
    const world = createWorld();
    const job = world.service.add('job');
    world.processor.answer = () => UNAVAILABLE;
    await world.open({}, { jobTimeoutMs: 10 * MINUTE_MS });
    await world.clock.advance(MINUTE_MS);
    world.clock.jump(hours * HOUR_MS);
    await world.clock.advance(9 * MINUTE_MS - 10 * SECOND_MS);
    expect(job.results).toMatchObject([{ kind: 'continue' }]);
  });

  it.each([8, -8])('of %i hours ends no grace of the backend', async (hours) => {
    const world = createWorld();
    world.service.add('job');
    let silent = true;
    world.processor.answer = () => (silent ? UNAVAILABLE : aState('153245', 'succeeded'));
    const desk = await world.open();
    await world.clock.advance(5 * MINUTE_MS);
    world.clock.jump(hours * HOUR_MS);
    await world.clock.advance(5 * MINUTE_MS);
    expect((await desk.run('job')).state).not.toBe('failed');
    silent = false;
    await world.clock.advance(MINUTE_MS);
    const last = await desk.run('job');
    expect(last.state).toBe('succeeded');
  });

  it('before a restart expires no run of an engineer that CodePipeline still has', async () => {
    const { world, desk } = await anEngineersRun();
    await desk.end();
    world.clock.jump(8 * HOUR_MS);
    const second = await world.open({ pollIntervalMs: 10 * SECOND_MS });
    await world.clock.advance(40 * MINUTE_MS);
    expect((await second.run('job')).state).toBe('with-engineer');
    await world.clock.advance(HOUR_MS);
    expect((await second.run('job')).state).toBe('expired');
  });
});

describe('a computer that slept', () => {
  it.each([10 * SECOND_MS, 20 * MINUTE_MS, 9 * HOUR_MS])(
    'for %i ms polls within five seconds of waking',
    async (sleptMs) => {
      const world = createWorld();
      await world.open({ pollIntervalMs: 10 * MINUTE_MS });
      await world.clock.advance(MINUTE_MS);
      const before = world.service.count('poll');
      world.clock.jump(sleptMs);
      await world.clock.advance(5 * SECOND_MS);
      expect(world.service.count('poll')).toBeGreaterThan(before);
    },
  );

  it('gives up a poll that hangs on a connection from before', async () => {
    const world = createWorld();
    const poll = world.service.poll.bind(world.service);
    let hung = 0;
    world.service.poll = (cell, maxJobs, signal) => {
      if (hung >= 2) return poll(cell, maxJobs, signal);
      hung += 1;
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('given up')), { once: true }),
      );
    };
    await world.open();
    await world.clock.advance(10 * SECOND_MS);
    expect(world.service.count('poll')).toBe(0);
    world.clock.jump(20 * MINUTE_MS);
    await world.clock.advance(5 * SECOND_MS);
    expect(world.service.count('poll')).toBeGreaterThan(0);
  });

  it('leaves a paused cell alone', async () => {
    const world = createWorld();
    const desk = await world.open();
    await world.clock.advance(2 * SECOND_MS);
    desk.agent.control('pause', []);
    await world.clock.advance(2 * SECOND_MS);
    const before = world.service.count('poll');
    world.clock.jump(HOUR_MS);
    await world.clock.advance(10 * SECOND_MS);
    expect(world.service.count('poll')).toBe(before);
  });

  it('asks CodePipeline about a job whose time passed meanwhile, and shows it as expired', async () => {
    const { world, desk } = await anEngineersRun();
    world.service.disturb('details', { code: 'aws-invalid-job', jobId: 'job' });
    world.clock.jump(9 * HOUR_MS);
    await world.clock.advance(10 * SECOND_MS);
    expect((await desk.run('job')).state).toBe('expired');
  });

  it('does not take the hours of its sleep for silence of CodePipeline about a claim', async () => {
    const world = createWorld();
    const desk = await world.open();
    await world.clock.advance(2 * MINUTE_MS);
    world.service.add('job');
    const heal = world.service.disturb('acknowledge', { code: 'unreachable' });
    await world.clock.advance(4 * SECOND_MS);
    const { runId, state } = await desk.run('job');
    expect(state).toBe('claiming');
    heal();
    world.clock.jump(9 * HOUR_MS);
    await world.clock.advance(20 * SECOND_MS);
    // Handed out again and claimed with the new nonce, not taken for claimed.
    expect(world.service.count('acknowledge')).toBeGreaterThan(1);
    expect(world.service.jobs.get('job')?.state).not.toBe('open');
    expect(new Set(world.processor.starts)).toEqual(new Set([`${runId}-1`]));
  });
});

describe('a job that expired at CodePipeline while the backend works', () => {
  async function expired(cancelWhenExpired: boolean, world = createWorld()) {
    const job = world.service.add('job');
    world.processor.answer = () => UNAVAILABLE;
    const desk = await world.open({}, { jobTimeoutMs: 10 * MINUTE_MS, cancelWhenExpired });
    await world.clock.advance(SECOND_MS);
    const { runId } = await desk.run('job');
    await desk.ledger.patch(runId, { externalExecutionId: '153245' }, world.clock.now(), []);
    job.state = 'over';
    await world.clock.advance(10 * MINUTE_MS);
    return { world, desk, run: await desk.run('job') };
  }

  it('is shown as expired, and its work is cancelled', async () => {
    const { world, run } = await expired(true);
    expect(run.state).toBe('expired');
    expect(world.processor.cancelled).toEqual(['153245']);
  });

  it('says on its timeline that a cancel was not answered, and waits no longer', async () => {
    const world = createWorld();
    world.processor.cancel = () => new Promise(() => undefined);
    const { desk } = await expired(true, world);
    await world.clock.advance(MINUTE_MS);
    const { runId } = await desk.run('job');
    expect(desk.timeline(runId).join(' ')).toContain('gave no answer in time');
  });

  it('leaves the work alone where the action type says so', async () => {
    const { world, run } = await expired(false);
    expect(run.state).toBe('expired');
    expect(world.processor.cancelled).toEqual([]);
  });

  it('well before its deadline is left to the agent that has answered it', async () => {
    const world = createWorld();
    const job = world.service.add('job');
    world.processor.answer = () => {
      job.state = 'over';
      return aState('153245', 'running');
    };
    const desk = await world.open();
    await world.clock.advance(SECOND_MS);
    expect((await desk.run('job')).state).toBe('expired');
    expect(world.processor.cancelled).toEqual([]);
  });
});
