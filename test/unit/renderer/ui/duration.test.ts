import { describe, expect, it } from 'vitest';
import { clockDuration, humanDuration, relativePhrase } from '#renderer/ui/duration.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('humanDuration', () => {
  it.each([
    [-5, '0 ms'],
    [820, '820 ms'],
    [1000, '1 s'],
    [59_999, '59 s'],
    [MINUTE, '1 min'],
    [54 * MINUTE + 30_000, '54 min'],
    [HOUR, '1 h'],
    [3 * HOUR + 12 * MINUTE, '3 h 12 min'],
    [52 * HOUR, '2 d 4 h'],
  ])('says %i ms as %s', (ms, text) => {
    expect(humanDuration(ms)).toBe(text);
  });
});

describe('relativePhrase', () => {
  it.each([
    [54 * MINUTE, 'in 54 min'],
    [HOUR + 50 * MINUTE, 'in 1 h 50 min'],
    [500, 'now'],
    [-12_000, '12 s ago'],
    [-(2 * HOUR + 48 * MINUTE), '2 h ago'],
  ])('says a distance of %i ms as %s', (distance, text) => {
    expect(relativePhrase(1_000_000_000 + distance, 1_000_000_000)).toBe(text);
  });
});

describe('clockDuration', () => {
  it('counts minutes and seconds and stops at zero', () => {
    expect(clockDuration(9 * MINUTE + 5_400)).toBe('9:05');
    expect(clockDuration(-1)).toBe('0:00');
  });
});
