import { describe, expect, it } from 'vitest';
import { firstThen } from '#renderer/ui/table/first-rows.ts';
import { slotsAfter } from '#renderer/ui/table/row-slots.ts';

const after = (before: readonly [string, number][], ids: readonly string[]): [string, number][] => [
  ...slotsAfter(new Map(before), ids),
];

describe('the numbers of rows', () => {
  it.each<[string, [string, number][], string[], [string, number][]]>([
    ['count from nothing', [], ['a', 'b'], [['a', 0], ['b', 1]]], // prettier-ignore
    ['stay with their rows in another order', [['a', 0], ['b', 1]], ['b', 'a'], [['b', 1], ['a', 0]]], // prettier-ignore
    ['go from those that left to those that come', [['a', 0], ['b', 1], ['c', 2]], ['x', 'b', 'y'], [['x', 0], ['b', 1], ['y', 2]]], // prettier-ignore
    ['grow where more come than went', [['a', 4]], ['x', 'y'], [['x', 4], ['y', 5]]], // prettier-ignore
  ])('%s', (_what, before, ids, expected) => {
    expect(after(before, ids)).toEqual(expected);
  });
});

describe('the rows of the first screen', () => {
  const rows = (from: number, count: number): string[] =>
    Array.from({ length: count }, (_one, at) => `row-${from + at}`);
  const self = (row: string): string => row;

  it('stand above what was there, which ends where the new rows will', () => {
    const drawn = firstThen(rows(100, 30), rows(0, 50), self);
    expect(drawn).toEqual([...rows(100, 24), ...rows(24, 6)]);
  });

  it('are all there is to draw where they are few', () => {
    expect(firstThen(rows(100, 3), rows(0, 50), self)).toEqual(rows(100, 3));
    expect(firstThen([], rows(0, 50), self)).toEqual([]);
  });

  it('are not drawn a second time below', () => {
    const drawn = firstThen(rows(20, 40), rows(0, 50), self);
    expect(new Set(drawn).size).toBe(drawn.length);
  });
});
