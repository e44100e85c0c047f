import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  callsPerSecond,
  FULL_PACE,
  nextPriority,
  paceAfterCall,
  paceAfterThrottle,
  roomFor,
  type CallPriority,
  type Pace,
} from '#main/agent/decide/traffic.ts';

const LIMITS = { maxCallsAtOnce: 40, maxCallsPerSecond: Infinity };

function afterCalls(count: number, from: number, everyMs: number): Pace {
  let pace = FULL_PACE;
  for (let at = 0; at < count; at += 1) pace = paceAfterCall(pace, from + at * everyMs);
  return pace;
}

describe('the pace of a region', () => {
  it('is bounded by nothing before the first throttle', () => {
    expect(callsPerSecond(afterCalls(500, 1_000, 1), 2_000, LIMITS)).toBe(Infinity);
  });

  it('falls below what was really sent', () => {
    const pace = paceAfterThrottle(afterCalls(100, 10_000, 10), 10_999, LIMITS);
    expect(callsPerSecond(pace, 10_999, LIMITS)).toBeCloseTo(70);
  });

  it('is cut once for all calls that were throttled together', () => {
    const once = paceAfterThrottle(afterCalls(100, 10_000, 10), 10_999, LIMITS);
    expect(paceAfterThrottle(once, 11_100, LIMITS)).toEqual(once);
  });

  it('never falls so low that results would not go out', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5_000), { maxLength: 200 }), (pauses) => {
        let now = 0;
        let pace = FULL_PACE;
        for (const pause of pauses) {
          now += pause;
          pace = paceAfterThrottle(paceAfterCall(pace, now), now, LIMITS);
        }
        return callsPerSecond(pace, now, LIMITS) >= 2;
      }),
    );
  });

  it('grows again, and is unbounded two minutes after the last throttle', () => {
    const pace = paceAfterThrottle(afterCalls(100, 10_000, 10), 10_999, LIMITS);
    const rates = [1, 10, 20].map((seconds) => callsPerSecond(pace, 10_999 + seconds * 1000, LIMITS));
    expect(rates).toEqual([...rates].sort((a, b) => a - b));
    expect(callsPerSecond(pace, 10_999 + 120_000, LIMITS)).toBe(Infinity);
  });

  it('keeps to the rate that was set', () => {
    const limits = { maxCallsAtOnce: 40, maxCallsPerSecond: 5 };
    expect(callsPerSecond(FULL_PACE, 0, limits)).toBe(5);
    const cut = paceAfterThrottle(afterCalls(5, 0, 100), 500, limits);
    expect(callsPerSecond(cut, 500, limits)).toBeLessThan(5);
    expect(callsPerSecond(cut, 200_000, limits)).toBe(5);
  });
});

describe('the room of a priority', () => {
  it('is smaller the less the call matters, and never nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (maxCallsAtOnce) => {
        const limits = { ...LIMITS, maxCallsAtOnce };
        const rooms = (['console', 'poll', 'claim', 'result'] as const).map((each) => roomFor(each, limits));
        expect(rooms).toEqual([...rooms].sort((a, b) => a - b));
        return rooms.every((room) => room >= 1) && rooms[3] === maxCallsAtOnce;
      }),
    );
  });
});

describe('whose call goes next', () => {
  const WAITED = 5_000;
  const next = (
    waits: Partial<Record<CallPriority, number>>,
    { last = null, underWay = 0 }: { last?: CallPriority | null; underWay?: number } = {},
  ) => nextPriority((each) => waits[each] ?? null, last, underWay, { ...LIMITS, maxCallsAtOnce: 8 }, WAITED);

  it.each([
    ['nobody', {}, {}, null],
    ['a result before all others', { result: WAITED, claim: 0, poll: 0, console: 0 }, {}, 'result'],
    ['a claim before a person who waits', { claim: WAITED, poll: 0, console: 0 }, {}, 'claim'],
    ['a poll before a person who has just asked', { poll: WAITED, console: 3_001 }, {}, 'poll'],
    [
      'a person who waited for two seconds before a poll',
      { poll: 0, console: 3_000 },
      { last: 'poll' },
      'console',
    ],
    ['a poll after the call of a person', { poll: 0, console: 0 }, { last: 'console' }, 'poll'],
    ['a poll where the console has no room left', { poll: 0, console: 0 }, { underWay: 2 }, 'poll'],
    ['nobody where a result waits without room', { result: 0, console: 0 }, { underWay: 8 }, null],
  ] as const)('is that of %s', (_who, waits, before, expected) => {
    expect(next(waits, before)).toBe(expected);
  });
});
