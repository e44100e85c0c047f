import { expect, it } from 'vitest';
import { aState, CLIENTS, THIRD_PARTY_TYPE } from '#test/support/fake-ports.ts';
import { createWorld } from './agent-world.ts';

const ofClientOne = { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one };

it('claims nothing for a disabled client, keeps its jobs visible, and goes on once it is enabled', async () => {
  const world = createWorld();
  world.tokens.disabled.add(CLIENTS.one);
  world.service.add('held', ofClientOne);
  world.service.add('other', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.two });
  world.processor.answer = () => aState('153245', 'succeeded');
  const desk = await world.open();
  await world.clock.advance(90_000);
  expect((await desk.run('other')).state).toBe('succeeded');
  const held = await desk.run('held');
  expect(held).toMatchObject({
    state: 'needs-token',
    message: 'This client is disabled: nothing is claimed for it until it is enabled.',
  });
  expect(world.service.count('acknowledge', 'held')).toBe(0);
  expect(world.service.count('details', 'held')).toBe(1);
  expect(desk.timeline(held.runId).filter((sentence) => sentence === held.message)).toHaveLength(1);

  world.tokens.disabled.clear();
  expect(await desk.agent.tokensChanged(CLIENTS.one)).toBe(1);
  await world.clock.advance(1_000);
  expect((await desk.run('held')).state).toBe('succeeded');
});

it('brings a run to its end that was begun before its client was disabled', async () => {
  const world = createWorld();
  const job = world.service.add('first', ofClientOne);
  let state = aState('153245', 'running');
  world.processor.answer = () => state;
  const desk = await world.open();
  await world.clock.advance(1_000);
  expect(job.results).toHaveLength(1);
  world.tokens.disabled.add(CLIENTS.one);
  state = aState('153245', 'succeeded');
  await world.clock.advance(60_000);
  expect((await desk.run('first')).state).toBe('succeeded');
});

it('does not claim again after a refusal for the moment when the client was disabled meanwhile', async () => {
  const world = createWorld();
  world.service.add('job', ofClientOne);
  world.service.disturb('acknowledge', { code: 'throttled', times: 1 });
  const desk = await world.open();
  await world.clock.advance(500);
  expect((await desk.run('job')).state).toBe('polled');
  world.tokens.disabled.add(CLIENTS.one);
  await world.clock.advance(60_000);
  expect((await desk.run('job')).state).toBe('needs-token');
  expect(world.service.count('acknowledge')).toBe(1);
});

it('lets an engineer fail a job of a disabled client, and not take it on', async () => {
  const world = createWorld();
  world.tokens.disabled.add(CLIENTS.one);
  const job = world.service.add('held', ofClientOne);
  const desk = await world.open();
  await world.clock.advance(2_000);
  const { runId } = await desk.run('held');
  await expect(desk.agent.act(runId, { kind: 'acknowledge' })).rejects.toThrow('The client is disabled');
  expect(world.service.count('acknowledge')).toBe(0);
  const end = await desk.agent.act(runId, { kind: 'fail', failureType: 'JobFailed', message: 'Ended.' });
  expect(end).toMatchObject({ outcome: 'took-effect', after: 'failed' });
  expect(job.results).toMatchObject([{ kind: 'failure', message: 'Ended.' }]);
});
