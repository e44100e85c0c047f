import { describe, expect, it } from 'vitest';
import { deadlineView } from '#renderer/run-view/deadline.ts';

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;

describe('deadlineView', () => {
  it.each([
    [null, '–', 'none'],
    [NOW + 54 * MINUTE, 'in 54 min', 'calm'],
    [NOW + 10 * MINUTE, 'in 10 min', 'calm'],
    [NOW + 10 * MINUTE - 1, 'in 9:59', 'warn'],
    [NOW + 3 * MINUTE, 'in 3:00', 'warn'],
    [NOW + 3 * MINUTE - 1, 'in 2:59', 'danger'],
    [NOW, '0 ms ago', 'danger'],
    [NOW - 2 * MINUTE, '2 min ago', 'danger'],
  ])('shows %s as "%s" with the tone %s', (deadlineAt, text, tone) => {
    expect(deadlineView(deadlineAt, NOW)).toEqual({ text, tone });
  });

  it.each([
    [60, 9, 'in 9:00', 'warn'],
    [3, 2, 'in 2:00', 'calm'],
    [3, 0.7, 'in 0:42', 'warn'],
    [3, 0.2, 'in 0:12', 'danger'],
  ])('of a time-out of %d min with %d min left it says "%s", %s', (timeout, left, text, tone) => {
    const deadlineAt = NOW + left * MINUTE;
    expect(deadlineView(deadlineAt, NOW, deadlineAt - timeout * MINUTE)).toEqual({ text, tone });
  });
});
