import { expect, it } from 'vitest';
import { aState, CLIENTS, hanging, THIRD_PARTY_TYPE, UNAVAILABLE } from '#test/support/fake-ports.ts';
import { createWorld } from '#test/unit/agent/agent-world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

it('gives a job that is reopened late in a chain a deadline of its own', async () => {
  const world = createWorld();
  world.service.add('job');
  const desk = await world.open({}, { jobTimeoutMs: MINUTE_MS });
  await world.clock.advance(120_300);
  world.service.disturb('acknowledge', { code: 'aws-invalid-nonce', times: 1 });
  await world.clock.advance(1_000);
  expect((await desk.run('job')).state).toBe('lost');
  // The backend hangs, so that the run is in work when deadlines are looked at.
  world.processor.answer = (_what, _id, signal) => hanging(signal);
  await world.clock.advance(40_000);
  expect((await desk.run('job')).state).toBe('working');
});

it('keeps a job of one minute alive while each call to the backend hangs for 15 seconds', async () => {
  const world = createWorld();
  const job = world.service.add('job');
  world.processor.answer = async (_what, _id, signal) => {
    await world.clock.sleep(15_000, signal);
    return UNAVAILABLE;
  };
  await world.open({}, { jobTimeoutMs: MINUTE_MS });
  await world.clock.advance(MINUTE_MS - 1_000);
  expect(job.results).toMatchObject([{ kind: 'continue' }]);
});

it('reports known work after a restart though the job details are refused', async () => {
  const world = createWorld();
  world.service.add('job');
  world.processor.answer = (what) => (what === 'start' ? aState('153245', 'running') : UNAVAILABLE);
  const first = await world.open();
  await world.clock.advance(3_000);
  expect(await first.run('job')).toMatchObject({ state: 'working', externalExecutionId: '153245' });
  await first.end();

  world.processor.answer = (_what, id) => aState(id, 'succeeded');
  world.service.disturb('details', { code: 'aws-access-denied' });
  const second = await world.open();
  await world.clock.advance(MINUTE_MS);
  expect((await second.run('job')).state).toBe('succeeded');
});

it('keeps an unconfirmed start alive after a restart though the job details are throttled to the end', async () => {
  const world = createWorld();
  const job = world.service.add('job');
  world.processor.answer = () => UNAVAILABLE;
  const first = await world.open({}, { jobTimeoutMs: 10 * MINUTE_MS });
  await world.clock.advance(3_000);
  await first.end();

  world.service.disturb('details', { code: 'throttled' });
  await world.open({}, { jobTimeoutMs: 10 * MINUTE_MS });
  await world.clock.advance(10 * MINUTE_MS - 10_000);
  expect(job.results).toMatchObject([{ kind: 'continue', continuationToken: 'action-desk:run-1-1' }]);
});

it('keeps a run waiting for its engineer while CodePipeline still hands its job out', async () => {
  const world = createWorld('manual');
  world.service.add('job');
  // The configured time-out is shorter than that of the action type.
  const desk = await world.open({}, { jobTimeoutMs: MINUTE_MS });
  await world.clock.advance(200_000);
  expect((await desk.run('job')).state).toBe('waiting-for-engineer');
});

it('expires a run whose next job never comes', async () => {
  const world = createWorld();
  world.service.add('job');
  const desk = await world.open();
  await world.clock.advance(1_000);
  for (const job of world.service.jobs.values()) job.state = 'over';
  await world.clock.advance(8 * HOUR_MS);
  expect((await desk.run('job')).state).toBe('expired');
});

it('expires a run whose next job CodePipeline no longer describes', async () => {
  const world = createWorld('http', 5_000);
  world.service.add('job', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
  const desk = await world.open();
  await world.clock.advance(1_000);
  expect((await desk.run('job')).state).toBe('between-jobs');
  world.service.disturb('details', { code: 'aws-invalid-job', jobId: 'job+' });
  await world.clock.advance(8_000_000);
  expect((await desk.run('job')).state).toBe('expired');
});

it('does not count the hours of a suspended computer as silence of the backend', async () => {
  const world = createWorld();
  world.service.add('job');
  world.processor.answer = () =>
    world.processor.starts.length < 3 ? UNAVAILABLE : aState('153245', 'succeeded');
  const desk = await world.open();
  await world.clock.advance(600);
  expect(world.processor.starts).toHaveLength(1);
  world.clock.jump(40 * MINUTE_MS);
  await world.clock.advance(MINUTE_MS);
  expect((await desk.run('job')).state).toBe('succeeded');
});
