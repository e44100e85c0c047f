import { expect, it } from 'vitest';
import { aState, CLIENTS, THIRD_PARTY_TYPE } from '#test/support/fake-ports.ts';
import { createWorld } from './agent-world.ts';

it('claims a job at its next hand-out when the acknowledge was throttled', async () => {
  const world = createWorld();
  const job = world.service.add('job');
  world.processor.answer = () => aState('153245', 'succeeded');
  world.service.disturb('acknowledge', { code: 'throttled', times: 1 });
  const desk = await world.open();
  await world.clock.advance(1_000);
  expect((await desk.run('job')).state).toBe('polled');
  expect(world.processor.starts).toEqual([]);
  await world.clock.advance(35_000);
  expect((await desk.run('job')).state).toBe('succeeded');
  expect(job.results).toHaveLength(1);
});

it('claims a throttled job again after a restart', async () => {
  const world = createWorld();
  world.service.add('job', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
  world.processor.answer = () => aState('153245', 'succeeded');
  world.service.disturb('acknowledge', { code: 'throttled', times: 1 });
  const first = await world.open();
  await world.clock.advance(1_000);
  await first.end();
  const second = await world.open();
  await world.activity.rest();
  expect((await second.run('job')).state).toBe('succeeded');
});

it('takes a claim whose answer was lost for ours when the job is not handed out again', async () => {
  const world = createWorld();
  const job = world.service.add('job');
  world.processor.answer = () => aState('153245', 'succeeded');
  world.service.disturb('acknowledge', { code: 'unreachable', afterwards: true, times: 1 });
  const desk = await world.open();
  await world.clock.advance(60_000);
  expect((await desk.run('job')).state).toBe('claiming');
  expect(world.processor.starts).toEqual([]);
  await world.clock.advance(30_000);
  expect((await desk.run('job')).state).toBe('succeeded');
  expect(job.results).toHaveLength(1);
  // The second one says that the nonce is spent; a third would tell nothing more.
  expect(world.service.count('acknowledge')).toBe(2);
});

it('sends an acknowledge that never arrived again, before anybody else can be handed the job', async () => {
  const world = createWorld();
  world.service.add('job');
  world.processor.answer = () => aState('153245', 'succeeded');
  world.service.disturb('acknowledge', { code: 'unreachable', times: 2 });
  const desk = await world.open();
  await world.clock.advance(5_000);
  expect((await desk.run('job')).state).toBe('succeeded');
  expect(world.service.count('poll')).toBeLessThan(20);
  expect(world.service.count('acknowledge')).toBe(3);
});

it('claims a job anew at its next hand-out when no acknowledge with the first nonce arrived', async () => {
  const world = createWorld();
  world.service.add('job');
  world.processor.answer = () => aState('153245', 'succeeded');
  const heal = world.service.disturb('acknowledge', { code: 'unreachable' });
  const desk = await world.open();
  await world.clock.advance(29_000);
  expect((await desk.run('job')).state).toBe('claiming');
  expect(world.service.count('acknowledge')).toBeLessThan(15);
  heal();
  await world.clock.advance(5_000);
  expect((await desk.run('job')).state).toBe('succeeded');
});

it('takes an unheard claim for ours though the next try was throttled', async () => {
  const world = createWorld();
  const job = world.service.add('job');
  world.processor.answer = () => aState('153245', 'succeeded');
  world.service.disturb('acknowledge', { code: 'unreachable', afterwards: true, times: 1 });
  world.service.disturb('acknowledge', { code: 'throttled', times: 1 });
  const desk = await world.open();
  await world.clock.advance(10_000);
  expect((await desk.run('job')).state).toBe('claiming');
  await world.clock.advance(90_000);
  expect((await desk.run('job')).state).toBe('succeeded');
  expect(job.results).toHaveLength(1);
});

it('does not drop a job for an InvalidNonce after a try of our own that has no answer', async () => {
  const world = createWorld();
  const job = world.service.add('job');
  world.processor.answer = () => aState('153245', 'succeeded');
  const heal = world.service.disturb('acknowledge', { code: 'unreachable' });
  const desk = await world.open();
  await world.clock.advance(29_000);
  heal();
  // The hand-out was under way when the first try arrived after all.
  world.service.disturb('acknowledge', { code: 'aws-invalid-nonce', times: 1 });
  await world.clock.advance(3_000);
  expect((await desk.run('job')).state).toBe('claiming');
  job.state = 'claimed';
  await world.clock.advance(80_000);
  expect((await desk.run('job')).state).toBe('succeeded');
});

it('gives a job up that CodePipeline says is over', async () => {
  const world = createWorld();
  world.service.add('job', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
  world.service.disturb('acknowledge', { code: 'aws-job-not-found', times: 1 });
  const desk = await world.open();
  await world.clock.advance(1_000);
  expect((await desk.run('job')).state).toBe('expired');
  expect(world.service.count('putResult')).toBe(0);
});
