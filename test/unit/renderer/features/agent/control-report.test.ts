import { expect, it } from 'vitest';
import { pollReport, switchReport } from '#renderer/features/agent/control-report.ts';
import { aCell, NOW } from '#test/support/a-cell.ts';

const one = aCell();
const two = aCell({ region: 'us-west-2' });
const keys = [one.key, two.key];

it('says on how many cells a switch took effect, by their state afterwards', () => {
  const after = [{ ...one, switch: 'paused' as const }, two];
  expect(switchReport('pause', keys, after)).toEqual({ tone: 'warning', text: 'Paused 1 of 2 cells.' });
  expect(switchReport('pause', [one.key], after)).toEqual({ tone: 'success', text: 'Paused 1 of 1 cell.' });
  expect(switchReport('resume', [two.key], after)).toEqual({ tone: 'success', text: 'Resumed 1 of 1 cell.' });
});

it.each([
  ['some have not polled yet', [{ ...one, lastPollAt: NOW + 1 }, two], false, null],
  ['some have not polled in time', [{ ...one, lastPollAt: NOW + 1 }, two], true, 'warning'],
  ['all were answered', [one, two].map((cell) => ({ ...cell, lastPollAt: NOW + 1 })), false, 'success'],
  [
    'one failed',
    [
      { ...one, lastPollAt: NOW + 1 },
      { ...two, lastPollAt: NOW + 1, lastError: 'no answer' },
    ],
    false,
    'error',
  ],
])('waits for the polls that were asked for: %s', (_what, cells, late, tone) => {
  expect(pollReport(keys, NOW, cells, late)?.tone ?? null).toBe(tone);
});
