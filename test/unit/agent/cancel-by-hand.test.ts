import { expect, it } from 'vitest';
import { asRunId } from '#shared/domain/ids.ts';
import { aState, hanging, UNAVAILABLE } from '#test/support/fake-ports.ts';
import { createWorld } from './agent-world.ts';

const secretPlan = { secretConfigurationKeys: new Set(['Plan']) };

/** A run whose backend is at work. */
async function aRunAtWork(kind: 'http' | 'manual' = 'http') {
  const world = createWorld(kind);
  world.service.add('job');
  const desk = await world.open({}, secretPlan);
  // The agent waits for the backend's word of the second job, whose configuration is in hand.
  world.processor.answer = (what, _id, signal) =>
    what === 'start' ? aState('1', 'running') : hanging(signal);
  await world.clock.advance(3_000);
  const { runId } = await desk.run('job');
  return { ...world, desk, runId };
}

it('tells what the backend says of the work, and moves nothing', async () => {
  const { desk, runId, processor } = await aRunAtWork();
  const before = await desk.run('job');
  processor.answer = (_what, id) => aState(id, 'succeeded');
  expect(await desk.agent.lookAtWork(runId)).toEqual({
    status: 'succeeded',
    sentence: 'The backend says that the work is succeeded.',
    whyNotCancel: null,
  });
  expect(await desk.run('job')).toEqual(before);
});

it('hides the secret values that a backend echoes to a look', async () => {
  const { desk, runId, processor } = await aRunAtWork();
  processor.answer = () => ({ ...UNAVAILABLE, message: 'no plan checkout here' });
  const look = await desk.agent.lookAtWork(runId);
  expect(look).toMatchObject({ status: null, sentence: 'no plan [secret] here' });
});

it('asks the backend once to cancel, and answers its refusal in words without secrets', async () => {
  const { desk, runId, processor } = await aRunAtWork();
  expect(await desk.agent.cancelWork(runId)).toBeNull();
  expect(processor.cancelled).toHaveLength(1);
  processor.cancel = () => Promise.resolve({ ...UNAVAILABLE, message: 'checkout cannot be cancelled' });
  expect(await desk.agent.cancelWork(runId)).toBe('[secret] cannot be cancelled');
  expect(desk.timeline(runId).join('\n')).not.toContain('checkout');
});

it('says why nobody can be asked, and does not ask', async () => {
  const { desk, runId, processor } = await aRunAtWork('manual');
  const why = 'A person does this work: there is no backend to ask.';
  expect(await desk.agent.lookAtWork(runId)).toEqual({ status: null, sentence: why, whyNotCancel: why });
  await expect(desk.agent.cancelWork(runId)).rejects.toMatchObject({ code: 'not-allowed-now', message: why });
  expect([processor.asked, processor.cancelled]).toEqual([[], []]);
  await expect(desk.agent.lookAtWork(asRunId('nobody'))).rejects.toMatchObject({ code: 'not-found' });
});
