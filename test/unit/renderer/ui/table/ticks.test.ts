import { describe, expect, it } from 'vitest';
import { ticksAfter } from '#renderer/ui/table/ticks.ts';

const ORDER = ['a', 'b', 'c', 'd', 'e'];

describe('the ticks of a table', () => {
  it.each([
    ['a box alone', '', { id: 'c', shift: false, before: 'a' }, 'c'],
    ['a box back', 'a c', { id: 'c', shift: false, before: 'a' }, 'a'],
    ['those between two boxes', 'a', { id: 'd', shift: true, before: 'a' }, 'a b c d'],
    ['those between upwards', 'e', { id: 'c', shift: true, before: 'e' }, 'c d e'],
    ['those between back', 'a b c d e', { id: 'd', shift: true, before: 'b' }, 'a e'],
    ['a box alone after one that is gone', '', { id: 'd', shift: true, before: 'gone' }, 'd'],
    ['a box alone where none was pressed', '', { id: 'd', shift: true, before: null }, 'd'],
  ])('takes %s', (_name, before, tick, after) => {
    const ticked = new Set(before.split(' ').filter(Boolean));
    expect([...ticksAfter(ORDER, ticked, tick)].sort().join(' ')).toBe(after);
  });

  it('keeps ticks of rows that are not on screen', () => {
    expect(ticksAfter(['a'], new Set(['far']), { id: 'a', shift: false, before: null })).toEqual(
      new Set(['far', 'a']),
    );
  });
});
