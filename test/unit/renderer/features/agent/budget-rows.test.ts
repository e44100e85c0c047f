import { expect, it } from 'vitest';
import { budgetRows, slotsInWords } from '#renderer/features/agent/budget-rows.ts';
import { aCell, aPast } from '#test/support/a-cell.ts';

const budget = {
  pollIntervalMs: 1_000,
  slots: { max: 20, used: 3, waiting: 2, users: [] },
  regions: [],
};

it('sums up each region: its polls of the last minute, and why it polls as often', () => {
  const other = { ...aCell().actionTypeId, provider: 'Other' };
  const third = { ...aCell().actionTypeId, provider: 'Third' };
  const cells = [
    aCell({ pace: 'idle' }),
    aCell({ actionTypeId: other, pace: 'idle' }),
    aCell({ actionTypeId: third, mode: 'throttled', pace: 'backing-off' }),
    aCell({ region: 'eu-west-1' }),
  ];
  const pasts = new Map(cells.slice(0, 2).map((cell) => [cell.key, aPast({ polls: 10 })]));
  expect(budgetRows(cells, pasts, budget)).toEqual([
    { region: 'us-east-1', budget: null, pollsPerMinute: 120, why: '2 slower while idle · 1 throttled' },
    { region: 'eu-west-1', budget: null, pollsPerMinute: 0, why: '1 at the set interval' },
  ]);
});

it('says how many slots are in use', () => {
  expect(slotsInWords(budget)).toBe('3 of 20 slots in use, 2 waiting');
});
