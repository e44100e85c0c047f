import { expect, it } from 'vitest';
import { aState, CLIENTS, THIRD_PARTY_TYPE } from '#test/support/fake-ports.ts';
import { createWorld } from './agent-world.ts';

const SENTENCE = 'Held: nothing new is claimed for every action type in us-east-1.';

it('claims nothing new where it is held, shows the job, and goes on at once when the hold is released', async () => {
  const world = createWorld();
  world.held.sentenceOf = () => SENTENCE;
  world.processor.answer = () => aState('153245', 'succeeded');
  world.service.add('held', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
  world.service.add('custom');
  const desk = await world.open();
  await world.clock.advance(70_000);
  expect(await desk.run('held')).toMatchObject({ state: 'waiting-for-engineer', message: SENTENCE });
  expect(world.service.count('acknowledge')).toBe(0);
  expect(desk.timeline((await desk.run('held')).runId).filter((line) => line === SENTENCE)).toHaveLength(1);

  world.held.sentenceOf = () => null;
  expect(await desk.agent.holdsChanged()).toBe(2);
  await world.clock.advance(500);
  expect((await desk.run('held')).state).toBe('succeeded');
  // A custom job's nonce comes with the next hand-out only.
  await world.clock.advance(40_000);
  expect((await desk.run('custom')).state).toBe('succeeded');
});

it('brings a run to its end that was begun before the hold', async () => {
  const world = createWorld();
  let state = aState('153245', 'running');
  world.processor.answer = () => state;
  world.service.add('first', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
  const desk = await world.open();
  await world.clock.advance(1_000);
  world.held.sentenceOf = () => SENTENCE;
  state = aState('153245', 'succeeded');
  await world.clock.advance(60_000);
  expect((await desk.run('first')).state).toBe('succeeded');
});

it('lets an engineer take a held job', async () => {
  const world = createWorld();
  world.held.sentenceOf = () => SENTENCE;
  world.service.add('held', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
  const desk = await world.open();
  await world.clock.advance(2_000);
  const { runId } = await desk.run('held');
  expect(await desk.agent.act(runId, { kind: 'acknowledge' })).toMatchObject({
    outcome: 'took-effect',
    after: 'with-engineer',
  });
});

it('looks at no job again that another hold or a drain still keeps back', async () => {
  const world = createWorld();
  world.held.sentenceOf = () => SENTENCE;
  world.service.add('held', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
  const desk = await world.open();
  await world.clock.advance(2_000);
  expect(await desk.agent.holdsChanged()).toBe(0);
  world.held.sentenceOf = () => null;
  desk.agent.control('drain', []);
  expect(await desk.agent.holdsChanged()).toBe(0);
  await world.clock.advance(70_000);
  expect((await desk.run('held')).message).toContain('Being drained');
});
