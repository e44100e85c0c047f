import { describe, expect, it } from 'vitest';
import { aState, CLIENTS, hanging, THIRD_PARTY_TYPE, UNAVAILABLE } from '#test/support/fake-ports.ts';
import { createWorld } from './agent-world.ts';

describe('lost-job bugs of other workers do not happen here', () => {
  it('L1: sends no result for a job whose nonce was not the valid one', async () => {
    const world = createWorld();
    world.service.add('job');
    const desk = await world.open();
    world.service.disturb('acknowledge', { code: 'aws-invalid-nonce', times: 1 });
    await world.clock.advance(1_000);
    expect((await desk.run('job')).state).toBe('lost');
    expect(world.processor.starts).toEqual([]);
    expect(world.service.count('putResult')).toBe(0);
  });

  it('L2: starts under the same key after a crash between the start and the result', async () => {
    const world = createWorld();
    world.service.add('job');
    world.processor.answer = (_what, _id, signal) => hanging(signal);
    const first = await world.open();
    await world.clock.advance(1_000);
    expect(world.processor.starts).toHaveLength(1);
    await first.end();

    world.processor.answer = () => aState('153245', 'succeeded');
    const second = await world.open();
    await world.clock.advance(1_000);
    expect((await second.run('job')).state).toBe('succeeded');
    expect(new Set(world.processor.starts)).toEqual(new Set(['run-1-1']));
  });

  it('L3: works on the other customers of a poll when one token is refused', async () => {
    const world = createWorld();
    world.service.add('bad', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
    world.service.add('good', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.two });
    world.tokens.wrong.add(CLIENTS.one);
    world.processor.answer = () => aState('153245', 'succeeded');
    const desk = await world.open();
    await world.clock.advance(1_000);
    expect((await desk.run('good')).state).toBe('succeeded');
    expect(await desk.run('bad')).toMatchObject({
      state: 'needs-token',
      deadlineAt: expect.any(Number) as number,
    });
    expect(world.tokens.refusedIds).toEqual([CLIENTS.one]);
  });

  it('L4: keeps a result until CodePipeline has accepted it', async () => {
    const world = createWorld();
    const job = world.service.add('job');
    world.processor.answer = () => aState('153245', 'succeeded');
    world.service.disturb('putResult', { code: 'unreachable', times: 5 });
    world.service.disturb('putResult', { code: 'throttled', times: 5 });
    const desk = await world.open();
    await world.clock.advance(1_000);
    expect((await desk.run('job')).state).toBe('reporting');
    await world.clock.advance(300_000);
    expect((await desk.run('job')).state).toBe('succeeded');
    expect(job.results).toHaveLength(1);
    expect(world.service.count('putResult')).toBe(11);
  });

  it('L4: sends a result that an earlier process wrote down', async () => {
    const world = createWorld();
    const job = world.service.add('job');
    world.processor.answer = () => aState('153245', 'failed', { summary: 'p95 too high' });
    world.service.disturb('putResult', { code: 'unreachable', times: 1 });
    const first = await world.open();
    await world.clock.advance(300);
    await first.end();
    expect(job.results).toEqual([]);
    const second = await world.open();
    await world.activity.rest();
    expect((await second.run('job')).state).toBe('failed');
    expect(job.results).toMatchObject([{ kind: 'failure', message: 'p95 too high' }]);
  });

  it.each(['at once', 'later'])('L5: reports the work of a processor that throws %s', async (when) => {
    const world = createWorld();
    const job = world.service.add('job');
    world.processor.start = (_request, key) => {
      world.processor.starts.push(key);
      if (world.processor.starts.length > 2) return Promise.resolve(aState('153245', 'succeeded'));
      if (when === 'at once') throw new Error('a bug in the processor');
      return Promise.reject(new Error('a bug in the processor'));
    };
    await world.open();
    await world.clock.advance(30_000);
    expect(job.results).toMatchObject([{ kind: 'success', externalExecutionId: '153245' }]);
  });

  it('L8: acknowledges nothing that it has no slot to start', async () => {
    const world = createWorld();
    for (const jobId of ['a', 'b', 'c', 'd']) world.service.add(jobId);
    world.processor.answer = (_what, _id, signal) => hanging(signal);
    await world.open({ maxConcurrentRuns: 2 });
    await world.clock.advance(20_000);
    expect(world.processor.starts).toHaveLength(2);
    expect(world.service.count('acknowledge')).toBe(2);
  });

  it('L9: sends the external execution id with a failure', async () => {
    const world = createWorld();
    const job = world.service.add('job');
    let status: 'running' | 'failed' = 'running';
    world.processor.answer = () => aState('153245', status);
    await world.open();
    await world.clock.advance(1_000);
    status = 'failed';
    await world.clock.advance(3_000);
    expect(job.results).toMatchObject([{ kind: 'continue', continuationToken: '153245' }]);
    const last = [...world.service.jobs.values()].findLast((each) => each.results.length > 0);
    expect(last?.results).toMatchObject([{ kind: 'failure', externalExecutionId: '153245' }]);
  });

  it('L10: goes on with every other run when the ledger refuses one', async () => {
    const world = createWorld();
    world.service.add('a');
    world.service.add('b');
    world.processor.answer = () => aState('153245', 'succeeded');
    const desk = await world.open();
    const jobSeen = desk.ledger.jobSeen.bind(desk.ledger);
    desk.ledger.jobSeen = (seen, newRunId) =>
      seen.job.jobId === 'a' ? Promise.reject(new Error('no row for a')) : jobSeen(seen, newRunId);
    await world.clock.advance(3_000);
    expect((await desk.run('b')).state).toBe('succeeded');
    expect(desk.logged).toContainEqual({
      level: 'error',
      event: 'task-failed',
      fields: { what: 'take job', id: 'a', message: 'no row for a' },
    });
  });

  it('L12: reports a run while the backend of another hangs', async () => {
    const world = createWorld();
    world.service.add('slow');
    world.service.add('quick');
    world.processor.answer = (_what, key, signal) =>
      key === 'run-1-1' ? hanging(signal) : aState('153245', 'succeeded');
    const desk = await world.open();
    await world.clock.advance(1_000);
    expect((await desk.run('slow')).state).toBe('working');
    expect((await desk.run('quick')).state).toBe('succeeded');
  });

  it('L12: asks again for a silent backend without holding a slot', async () => {
    const world = createWorld();
    world.service.add('silent');
    world.processor.answer = (_what, key) =>
      key === 'run-1-1' ? UNAVAILABLE : aState('153245', 'succeeded');
    const desk = await world.open({ maxConcurrentRuns: 1 });
    await world.clock.advance(5_000);
    world.service.add('quick');
    await world.clock.advance(5_000);
    expect((await desk.run('silent')).state).toBe('working');
    expect((await desk.run('quick')).state).toBe('succeeded');
  });
});
