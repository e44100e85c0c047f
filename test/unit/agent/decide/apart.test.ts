import fc from 'fast-check';
import { expect, it } from 'vitest';
import { startDelayMs } from '#main/agent/decide/apart.ts';
import { planNextPoll } from '#main/agent/decide/next-poll.ts';

const INTERVAL_MS = 10_000;
const MINUTES = 20;

/** Numbers in [0, 1), the same for the same seed. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The most polls that fall into one second, in each minute, where `cells` idle cells begin or wake together at 0. */
function busiestSeconds(cells: number, begin: 'start' | 'wake', random: () => number): number[] {
  const withinMs = begin === 'start' ? INTERVAL_MS : 1_500;
  const polls = new Array<number>(MINUTES * 60).fill(0);
  for (let place = 0; place < cells; place += 1) {
    let inStep = begin === 'wake';
    for (let at = startDelayMs(place, cells, withinMs, random()); at < MINUTES * 60_000;) {
      const second = Math.floor(at / 1000);
      polls[second] = (polls[second] ?? 0) + 1;
      const outcome = { jobs: 0, asked: 10, idleForMs: at, inStep };
      at += planNextPoll(outcome, INTERVAL_MS, random()).delayMs;
      inStep = false;
    }
  }
  return Array.from({ length: MINUTES }, (_, minute) =>
    Math.max(...polls.slice(minute * 60, minute * 60 + 60)),
  );
}

const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it.each([1, 2, 20, 100, 400])('gives each of %i cells a stretch of its own', (cells) => {
  fc.assert(
    fc.property(fc.nat(cells - 1), unit, (place, random) => {
      const delayMs = startDelayMs(place, cells, INTERVAL_MS, random);
      const stretchMs = Math.min(100, INTERVAL_MS / cells);
      return delayMs >= Math.floor(place * stretchMs) && delayMs <= Math.ceil((place + 1) * stretchMs);
    }),
  );
});

it('lets a cell that is alone poll at once', () => {
  expect(startDelayMs(0, 1, 30_000, 0.999)).toBeLessThan(500);
});

it('lets every cell begin within the time given, however many they are', () => {
  expect(startDelayMs(999, 1_000, 1_500, 0.999)).toBeLessThanOrEqual(1_500);
});

it.each([1, 2, 3, 4, 5])('keeps a hundred idle cells apart from the start on (seed %i)', (seed) => {
  const [first, ...later] = busiestSeconds(100, 'start', seededRandom(seed));
  expect(first).toBeLessThanOrEqual(20);
  expect(Math.max(...later)).toBeLessThanOrEqual(30);
});

it.each([1, 2, 3, 4, 5])('scatters cells that woke together over the interval (seed %i)', (seed) => {
  const [, ...later] = busiestSeconds(100, 'wake', seededRandom(seed));
  expect(Math.max(...later)).toBeLessThanOrEqual(30);
});
