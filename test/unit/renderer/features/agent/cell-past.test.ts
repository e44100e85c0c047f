import { describe, expect, it } from 'vitest';
import { barsOf, pastInWords, pollsPerMinute, recentMedianMs } from '#renderer/features/agent/cell-past.ts';
import { HISTORY_STEPS } from '#shared/domain/agent-history.ts';
import { aPast } from '#test/support/a-cell.ts';

describe('the bars of a cell', () => {
  it('are one for each group of steps', () => {
    expect(barsOf(aPast(), 1)).toHaveLength(HISTORY_STEPS);
    expect(barsOf(aPast(), 2)).toHaveLength(HISTORY_STEPS / 2);
  });

  it('tell failed polls, jobs and pauses apart', () => {
    const past = aPast();
    past.errors[0] = 1;
    past.jobs[1] = 2;
    past.polls[2] = 0;
    past.medianMs[2] = null;
    expect(
      barsOf(past, 1)
        .slice(0, 4)
        .map(({ tone }) => tone),
    ).toEqual(['bad', 'accent', 'plain', 'plain']);
    expect(barsOf(past, 1)[2]?.height).toBeNull();
  });

  it('are the higher the longer answers took, and never more than full', () => {
    const height = (ms: number) => barsOf(aPast({ ms }), 1)[0]?.height ?? 0;
    expect(height(40)).toBeLessThan(height(400));
    expect(height(60_000)).toBe(1);
  });
});

it.each([
  [undefined, 'Last 10 minutes: no poll.'],
  [aPast({ polls: 0, ms: null }), 'Last 10 minutes: no poll.'],
  [
    aPast({ jobs: 1 }),
    'Last 10 minutes: 60 polls, 60 jobs, 0 failed; answers took 40 ms in the middle, 90 ms at the longest.',
  ],
  [aPast({ errors: 1, ms: null }), 'Last 10 minutes: 60 polls, 0 jobs, 60 failed; none was answered.'],
])('says them in words', (past, words) => {
  expect(pastInWords(past)).toBe(words);
});

it('leaves the present step, which still grows, out of the last minute', () => {
  const past = aPast({ polls: 2 });
  past.polls[HISTORY_STEPS - 1] = 100;
  past.medianMs[HISTORY_STEPS - 1] = 9_000;
  expect(pollsPerMinute(past)).toBe(12);
  expect(recentMedianMs(past)).toBe(40);
  expect(recentMedianMs(undefined)).toBeNull();
});
