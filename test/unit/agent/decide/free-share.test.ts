import fc from 'fast-check';
import { expect, it } from 'vitest';
import { freeShare } from '#main/agent/decide/free-share.ts';

/** Slots in use when `greedy` have taken all they may, one slot at a time in turn. */
function filled(greedy: readonly string[], keys: number, max: number): Map<string, number> {
  const used = new Map<string, number>();
  for (let taken = true; taken;) {
    taken = false;
    for (const key of greedy) {
      if (freeShare(key, used, keys, max) <= 0) continue;
      used.set(key, (used.get(key) ?? 0) + 1);
      taken = true;
    }
  }
  return used;
}

it('gives a single user every slot', () => {
  expect(freeShare('a', new Map(), 1, 20)).toBe(20);
  expect(freeShare('a', new Map([['a', 20]]), 1, 20)).toBe(0);
});

it('never gives more slots than there are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 500 }), (keys, max) => {
      const all = Array.from({ length: keys }, (_, at) => `user ${at}`);
      const sum = [...filled(all, keys, max).values()].reduce((total, count) => total + count, 0);
      return sum <= max;
    }),
  );
});

it('leaves every other user a slot when all but one take what they can', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 40 }), (keys, times) => {
      const max = 4 * keys * times;
      const greedy = Array.from({ length: keys - 1 }, (_, at) => `user ${at}`);
      return freeShare('the last', filled(greedy, keys, max), keys, max) >= times;
    }),
  );
});

it('keeps a quarter from a single one that hangs, from four slots on', () => {
  const counts = [4, 20, 200].map((max) => filled(['hangs'], 20, max).get('hangs'));
  expect(counts).toEqual([3, 15, 150]);
});
