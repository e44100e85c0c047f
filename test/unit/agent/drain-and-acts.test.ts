import { expect, it } from 'vitest';
import { aState, CLIENTS, THIRD_PARTY_TYPE } from '#test/support/fake-ports.ts';
import { createWorld } from './agent-world.ts';

it('claims nothing new while it drains, and answers what is in hand', async () => {
  const world = createWorld();
  const inHand = world.service.add('in-hand');
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  world.processor.answer = () => answered.then(() => aState('153245', 'running'));
  const desk = await world.open();
  await world.clock.advance(500);
  expect((await desk.run('in-hand')).state).toBe('working');

  const drained = desk.agent.drain(60_000);
  const late = world.service.add('late');
  await world.clock.advance(10_000);
  answer();
  await world.activity.rest();
  expect(await drained).toBe(true);
  expect(inHand.results).toMatchObject([{ kind: 'continue', continuationToken: '153245' }]);
  expect(late.state).toBe('open');
  expect(world.service.count('acknowledge')).toBe(1);
});

it('says that a drain took too long when a call does not end', async () => {
  const world = createWorld();
  world.service.add('job');
  const release = world.service.hold('acknowledge');
  const desk = await world.open();
  await world.clock.advance(1_000);
  const drained = desk.agent.drain(20_000);
  await world.clock.advance(20_000);
  expect(await drained).toBe(false);
  release();
});

it('reports by hand after a restart, with the token of the customer', async () => {
  const world = createWorld('manual');
  const job = world.service.add('job', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
  const first = await world.open();
  await world.clock.advance(1_000);
  const { runId } = await first.run('job');
  await first.agent.act(runId, { kind: 'acknowledge' });
  await first.end();

  const second = await world.open();
  const progress = await second.agent.act(runId, { kind: 'progress', percentComplete: 40 });
  expect(progress).toMatchObject({ outcome: 'took-effect', after: 'between-jobs' });
  expect(job.results).toMatchObject([{ kind: 'continue', continuationToken: 'action-desk:run-1-1' }]);
  await second.end();

  const third = await world.open();
  await world.clock.advance(1_000);
  expect(await third.run('job+')).toMatchObject({ runId, state: 'with-engineer', heldBy: 'engineer' });
  const complete = await third.agent.act(runId, { kind: 'complete', summary: 'Read and approved' });
  expect(complete).toMatchObject({ outcome: 'took-effect', after: 'succeeded' });
});

it('acknowledges a custom job by hand after a restart, once CodePipeline has handed it out again', async () => {
  const world = createWorld('manual');
  world.service.add('job');
  const first = await world.open();
  await world.clock.advance(1_000);
  const { runId } = await first.run('job');
  await first.end();

  const second = await world.open();
  await world.clock.advance(1_000);
  await expect(second.agent.act(runId, { kind: 'acknowledge' })).rejects.toMatchObject({
    code: 'not-allowed-now',
    retryable: true,
  });
  await world.clock.advance(30_000);
  expect(await second.agent.act(runId, { kind: 'acknowledge' })).toMatchObject({ after: 'with-engineer' });
});

it('restarts work between jobs under the next key, though the old token still comes back after a restart', async () => {
  const world = createWorld('http', 5_000);
  world.service.add('job');
  const first = await world.open();
  await world.clock.advance(1_000);
  const run = await first.run('job');
  expect(run.state).toBe('between-jobs');
  await first.agent.act(run.runId, { kind: 'restart-work' });
  await first.end();

  const second = await world.open();
  await world.clock.advance(10_000);
  expect(world.service.jobs.get('job+')?.token).toBe('work-1');
  expect(world.processor.starts).toEqual(['run-1-1', 'run-1-2']);
  expect(world.processor.cancelled).toEqual(['work-1']);
  expect(await second.run('job')).toMatchObject({ attempt: 2, externalExecutionId: 'work-2' });
});

it('carries by hand the attempt that was asked for, not the work that it cancelled', async () => {
  const world = createWorld('http', 5_000);
  world.service.add('job');
  const desk = await world.open();
  await world.clock.advance(1_000);
  const { runId } = await desk.run('job');
  await desk.agent.act(runId, { kind: 'restart-work' });
  await desk.agent.act(runId, { kind: 'take-over' });
  await world.clock.advance(10_000);
  expect(await desk.run('job+')).toMatchObject({ state: 'with-engineer', externalExecutionId: null });
  await desk.agent.act(runId, { kind: 'progress', percentComplete: 5 });
  const next = world.service.jobs.get('job+');
  expect(next).toMatchObject({ token: 'work-1', results: [{ continuationToken: `action-desk:${runId}-2` }] });
});
