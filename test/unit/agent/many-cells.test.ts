import { expect, it } from 'vitest';
import { createWorld, type World } from './agent-world.ts';

const REGIONS = Array.from({ length: 20 }, (_, at) => `bench-region-${at + 1}`);
const CELLS = 2 * REGIONS.length;
const SETTINGS = { regions: REGIONS, pollIntervalMs: 10_000 };

/** The moments of the polls since `from`, and the most that fall into 50 ms. */
function pollsSince(world: World, from: number): { count: number; mostAtOnce: number } {
  const moments = world.service.calls.filter((call) => call.operation === 'poll' && call.at >= from);
  const near = moments.map(
    ({ at }) => moments.filter((other) => other.at >= at && other.at < at + 50).length,
  );
  return { count: moments.length, mostAtOnce: Math.max(0, ...near) };
}

it('begins with one cell after the other', async () => {
  const world = createWorld();
  const start = world.clock.now();
  await world.open(SETTINGS);
  await world.clock.advance(5_000);
  expect(pollsSince(world, start)).toEqual({ count: CELLS, mostAtOnce: 1 });
});

it('polls all cells soon after a sleep, one after the other', async () => {
  const world = createWorld();
  const { agent } = await world.open(SETTINGS);
  await world.clock.advance(6_000);
  const woke = world.clock.now();
  agent.resumed();
  await world.clock.advance(1_500);
  expect(pollsSince(world, woke)).toEqual({ count: CELLS, mostAtOnce: 2 });
});

it('polls one cell at once when asked to, and all of them in turn', async () => {
  const world = createWorld();
  const { agent } = await world.open(SETTINGS);
  await world.clock.advance(6_000);
  const asked = world.clock.now();
  agent.control('poll-now', [agent.cells()[7]?.key ?? '']);
  await world.clock.advance(0);
  expect(pollsSince(world, asked).count).toBe(1);
  agent.control('poll-now', []);
  await world.clock.advance(1_500);
  expect(pollsSince(world, asked + 1)).toEqual({ count: CELLS, mostAtOnce: 2 });
});
