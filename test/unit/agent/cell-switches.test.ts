import { expect, it } from 'vitest';
import { actionTypeKey } from '#shared/domain/action-type.ts';
import { aState, CUSTOM_TYPE, REGION } from '#test/support/fake-ports.ts';
import { createWorld } from './agent-world.ts';

const KEY = `${REGION}/${actionTypeKey(CUSTOM_TYPE)}`;

it('drains a cell: runs in hand go on to their end, and a new job is left to an engineer', async () => {
  const world = createWorld();
  let state = aState('153245', 'running');
  world.processor.answer = () => state;
  world.service.add('before');
  const desk = await world.open();
  await world.clock.advance(6_000);
  expect(desk.agent.cells().find(({ key }) => key === KEY)?.liveRuns).toBe(1);

  desk.agent.control('drain', [KEY], 'ada');
  const polls = world.service.count('poll');
  world.service.add('after');
  await world.clock.advance(5_000);
  expect(world.service.count('poll')).toBeGreaterThan(polls);
  expect(world.service.count('acknowledge', 'after')).toBe(0);
  const left = await desk.run('after');
  expect(left).toMatchObject({ state: 'waiting-for-engineer', heldBy: 'agent' });
  expect(left.message).toContain(
    'Being drained: the agent claims nothing new of this action type in us-east-1',
  );

  state = aState('153245', 'succeeded');
  await world.clock.advance(60_000);
  expect((await desk.run('before')).state).toBe('succeeded');
  expect(world.service.count('acknowledge', 'after')).toBe(0);
  expect(desk.timeline(left.runId).filter((sentence) => sentence === left.message)).toHaveLength(1);
  const cell = desk.agent.cells().find(({ key }) => key === KEY);
  expect(cell).toMatchObject({ mode: 'draining', switch: 'draining', liveRuns: 0 });
  expect(cell?.switched?.by).toBe('ada');
});

it('claims what a drain left once the cell is switched on and CodePipeline hands the job out again', async () => {
  const world = createWorld();
  world.processor.answer = () => aState('153245', 'succeeded');
  const desk = await world.open();
  desk.agent.control('drain', [KEY]);
  world.service.add('left');
  await world.clock.advance(5_000);
  expect((await desk.run('left')).state).toBe('waiting-for-engineer');
  desk.agent.control('resume', [KEY]);
  await world.clock.advance(60_000);
  expect((await desk.run('left')).state).toBe('succeeded');
});

it('lets an engineer take a job that a drain left', async () => {
  const world = createWorld();
  const desk = await world.open();
  desk.agent.control('drain', []);
  world.service.add('left');
  await world.clock.advance(5_000);
  const { runId } = await desk.run('left');
  expect((await desk.agent.act(runId, { kind: 'acknowledge' })).outcome).toBe('took-effect');
  expect((await desk.run('left')).state).toBe('with-engineer');
});

it('does not claim again after a refusal for the moment when the cell was drained meanwhile', async () => {
  const world = createWorld();
  world.service.add('job');
  world.service.disturb('acknowledge', { code: 'throttled', times: 1 });
  const desk = await world.open();
  await world.clock.advance(500);
  expect((await desk.run('job')).state).toBe('polled');
  desk.agent.control('drain', []);
  await world.clock.advance(60_000);
  expect((await desk.run('job')).state).toBe('waiting-for-engineer');
  expect(world.service.count('acknowledge')).toBe(1);
});

it('pauses without a poll, polls once when asked, and says who paused it and since when', async () => {
  const world = createWorld();
  const desk = await world.open();
  await world.clock.advance(3_000);
  desk.agent.control('pause', [KEY], 'ada');
  const at = world.clock.now();
  await world.clock.advance(1_000);
  const answered = desk.agent.cells().find(({ key }) => key === KEY)?.pollCount ?? 0;
  await world.clock.advance(20_000);
  const paused = () => desk.agent.cells().find(({ key }) => key === KEY);
  expect(paused()).toMatchObject({ mode: 'paused', pollCount: answered, switched: { at, by: 'ada' } });
  desk.agent.control('poll-now', [KEY]);
  await world.clock.advance(5_000);
  expect(paused()).toMatchObject({ mode: 'paused', pollCount: answered + 1 });
});

it('says how long polls have failed, and forgets it with the first answer', async () => {
  const world = createWorld();
  const end = world.service.disturb('poll', { code: 'unreachable', message: 'connect ECONNREFUSED' });
  const desk = await world.open();
  await world.clock.advance(20_000);
  const cell = () => desk.agent.cells().find(({ key }) => key === KEY);
  expect(cell()).toMatchObject({ mode: 'failing', lastAnswerAt: null });
  expect(cell()?.failuresInARow).toBeGreaterThan(2);
  expect(cell()?.failingSince).toBeLessThan(world.clock.now() - 15_000);
  end();
  await world.clock.advance(40_000);
  expect(cell()).toMatchObject({ mode: 'polling', failuresInARow: 0, failingSince: null });
  expect(cell()?.lastAnswerAt).not.toBeNull();
});
