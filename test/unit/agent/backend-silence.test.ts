import { expect, it } from 'vitest';
import { aState, UNAVAILABLE } from '#test/support/fake-ports.ts';
import { createWorld } from './agent-world.ts';

const MINUTE_MS = 60_000;

it('fails a run with SystemUnavailable when the grace is over', async () => {
  const world = createWorld();
  const job = world.service.add('job');
  world.processor.answer = () => UNAVAILABLE;
  const desk = await world.open();
  await world.clock.advance(29 * MINUTE_MS);
  expect((await desk.run('job')).state).toBe('working');
  await world.clock.advance(2 * MINUTE_MS);
  expect((await desk.run('job')).state).toBe('failed');
  expect(job.results).toMatchObject([{ kind: 'failure', type: 'SystemUnavailable' }]);
  expect(new Set(world.processor.starts)).toEqual(new Set(['run-1-1']));
});

it('counts the grace anew once the backend has answered', async () => {
  const world = createWorld();
  world.service.add('job');
  let silent = false;
  world.processor.answer = () => (silent ? UNAVAILABLE : aState('153245', 'running'));
  const desk = await world.open();
  await world.clock.advance(MINUTE_MS);
  silent = true;
  await world.clock.advance(20 * MINUTE_MS);
  silent = false;
  await world.clock.advance(MINUTE_MS);
  silent = true;
  await world.clock.advance(20 * MINUTE_MS);
  expect((await desk.run('job')).state).toBe('working');
});

it('keeps a job alive before its deadline, under the idempotency key of the start that nobody confirmed', async () => {
  const world = createWorld();
  const job = world.service.add('job');
  world.processor.answer = () => UNAVAILABLE;
  const desk = await world.open({}, { jobTimeoutMs: 10 * MINUTE_MS });
  await world.clock.advance(7 * MINUTE_MS);
  expect(job.results).toEqual([]);
  await world.clock.advance(3 * MINUTE_MS - 1_000);
  expect(job.results).toMatchObject([
    { kind: 'continue', continuationToken: 'action-desk:run-1-1', externalExecutionId: null },
  ]);
  const run = await desk.run('job');
  expect(run.currentJobId).toBe('job+');
  expect((await desk.run('job+')).runId).toBe(run.runId);
});

it('goes on under the same key with an empty ledger', async () => {
  const world = createWorld('http', 30_000);
  world.service.add('job');
  world.processor.answer = () => UNAVAILABLE;
  const first = await world.open({}, { jobTimeoutMs: 4 * MINUTE_MS });
  await world.clock.advance(4 * MINUTE_MS - 30_000);
  expect((await first.run('job')).state).toBe('between-jobs');
  await first.end();
  const before = world.processor.starts.length;

  world.processor.answer = () => aState('153245', 'succeeded');
  const second = await world.open({}, { jobTimeoutMs: 4 * MINUTE_MS }, world.anotherFolder());
  await world.clock.advance(MINUTE_MS);
  expect(await second.run('job+')).toMatchObject({ runId: 'run-1', state: 'succeeded', attempt: 1 });
  expect(world.processor.starts.slice(before)).toEqual(['run-1-1']);
});

it('asks for the state of started work with an empty ledger, and starts nothing', async () => {
  const world = createWorld('http', 5_000);
  world.service.add('job');
  world.processor.answer = () => aState('153245', 'running');
  const first = await world.open();
  await world.clock.advance(1_000);
  await first.end();

  world.processor.answer = () => aState('153245', 'succeeded');
  const second = await world.open({}, {}, world.anotherFolder());
  await world.clock.advance(10_000);
  expect(await second.run('job+')).toMatchObject({ state: 'succeeded', externalExecutionId: '153245' });
  expect(world.processor.starts).toHaveLength(1);
  expect(world.processor.asked).toEqual(['153245']);
});

it('shows a run as expired, and sends nothing more, when its job timed out with no backend answer', async () => {
  const world = createWorld();
  const job = world.service.add('job');
  world.processor.answer = () => UNAVAILABLE;
  const desk = await world.open({}, { jobTimeoutMs: 10 * MINUTE_MS });
  await world.clock.advance(1_000);
  job.state = 'over';
  await world.clock.advance(11 * MINUTE_MS);
  expect((await desk.run('job')).state).toBe('expired');
  const calls = world.service.count('putResult');
  await world.clock.advance(10 * MINUTE_MS);
  expect(world.service.count('putResult')).toBe(calls);
});
