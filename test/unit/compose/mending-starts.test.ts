import { expect, it } from 'vitest';
import { createMendingStarts } from '#main/compose/mending-starts.ts';

it('allows three starts within any hour', () => {
  let now = 0;
  const starts = createMendingStarts(() => now);
  const takenAt = (minutes: number): boolean => {
    now = minutes * 60_000;
    return starts.take();
  };
  expect([0, 20, 40, 59].map(takenAt)).toEqual([true, true, true, false]);
  // The first is an hour ago, and what was refused counts for nothing.
  expect([60, 61, 80].map(takenAt)).toEqual([true, false, true]);
});
