import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noDueTimes, planAt, takeDue } from '#main/simulator/world/due-times.ts';

describe('due times', () => {
  it('come out in the order of their times, and of their planning where times are equal', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (times) => {
        const due = noDueTimes<number>();
        times.forEach((at, index) => planAt(due, at, index));
        const taken = times.map(() => takeDue(due, Infinity)?.what);
        const expected = times
          .map((at, index) => ({ at, index }))
          .sort((a, b) => a.at - b.at || a.index - b.index);
        expect(taken).toEqual(expected.map(({ index }) => index));
        expect(takeDue(due, Infinity)).toBeNull();
      }),
    );
  });

  it('stay until their time has come', () => {
    const due = noDueTimes<string>();
    planAt(due, 10, 'ten');
    expect(takeDue(due, 9)).toBeNull();
    expect(takeDue(due, 10)?.what).toBe('ten');
  });
});
