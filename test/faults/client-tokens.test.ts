import { expect, it } from 'vitest';
import { aState, CLIENTS, THIRD_PARTY_TYPE, UNAVAILABLE } from '#test/support/fake-ports.ts';
import { createWorld } from '#test/unit/agent/agent-world.ts';

const MINUTE_MS = 60_000;

function aWorldWithCustomer() {
  const world = createWorld();
  const job = world.service.add('job', { type: THIRD_PARTY_TYPE, clientId: CLIENTS.one });
  return { world, job };
}

it('releases a run by the new token when the old one was replaced just before the acknowledge', async () => {
  const { world } = aWorldWithCustomer();
  world.processor.answer = () => aState('153245', 'succeeded');
  const desk = await world.open();
  world.service.disturb('acknowledge', { code: 'aws-invalid-client-token', times: 1 });
  await world.clock.advance(1_000);
  expect((await desk.run('job')).state).toBe('needs-token');
  world.tokens.refusedIds.length = 0;
  expect(await desk.agent.tokensChanged(CLIENTS.one)).toBe(1);
  await world.clock.advance(1_000);
  expect((await desk.run('job')).state).toBe('succeeded');
});

it('goes on with a run whose token was away over a restart, and asks CodePipeline little meanwhile', async () => {
  const { world } = aWorldWithCustomer();
  world.processor.answer = () => UNAVAILABLE;
  const first = await world.open();
  await world.clock.advance(1_000);
  expect((await first.run('job')).state).toBe('working');
  await first.end();

  world.tokens.refusedIds.push(CLIENTS.one);
  const second = await world.open();
  await world.clock.advance(10 * MINUTE_MS);
  expect(world.service.count('details')).toBeLessThan(40);
  world.tokens.refusedIds.length = 0;
  world.processor.answer = () => aState('153245', 'succeeded');
  await second.agent.tokensChanged(CLIENTS.one);
  await world.clock.advance(1_000);
  expect((await second.run('job')).state).toBe('succeeded');
});

it('gives a job that continues a run already over to the engineer, and keeps saying why after the claim', async () => {
  const world = createWorld();
  world.service.add('over');
  world.processor.answer = () => aState('153245', 'succeeded');
  const desk = await world.open();
  await world.clock.advance(2_000);
  expect((await desk.run('over')).state).toBe('succeeded');
  world.service.add('stray', { token: 'action-desk:run-1-1' });
  await world.clock.advance(2_000);
  const run = await desk.run('stray');
  expect(run).toMatchObject({ state: 'with-engineer' });
  expect(run.message).toContain('continues a run that is over');
});
