import { HISTORY_STEP_MS, type CellHistory } from '#shared/domain/agent-history.ts';
import { humanDuration } from '#renderer/ui/duration.ts';
import type { SparkBar } from '#renderer/ui/sparkline.tsx';

const STEPS_A_MINUTE = 60_000 / HISTORY_STEP_MS;

/** Bars at full height: an answer that takes longer than this is slow, however slow. */
const TALLEST_MS = 2_000;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The last full minute: the present step still grows, so it is left out. */
function lastMinute<T>(values: readonly T[]): readonly T[] {
  return values.slice(-1 - STEPS_A_MINUTE, -1);
}

/** The bars of a cell, `width` steps a bar: as high as the answer took long, red where a poll failed, blue where jobs came. */
export function barsOf(past: CellHistory, width: number): SparkBar[] {
  const bars: SparkBar[] = [];
  for (let from = 0; from < past.polls.length; from += width) {
    const within = <T>(values: readonly T[]): readonly T[] => values.slice(from, from + width);
    const slowest = Math.max(...within(past.medianMs).map((ms) => ms ?? 0));
    if (sum(within(past.polls)) === 0) bars.push({ height: null, tone: 'plain' });
    else if (sum(within(past.errors)) > 0) bars.push({ height: 1, tone: 'bad' });
    else
      bars.push({
        // A square root shows 20 ms beside 200 ms.
        height: Math.sqrt(Math.min(1, slowest / TALLEST_MS)),
        tone: sum(within(past.jobs)) > 0 ? 'accent' : 'plain',
      });
  }
  return bars;
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** The bars in words. */
export function pastInWords(past: CellHistory | undefined): string {
  const polls = past ? sum(past.polls) : 0;
  if (!past || polls === 0) return 'Last 10 minutes: no poll.';
  const medians = past.medianMs.filter((ms) => ms !== null).toSorted((a, b) => a - b);
  const median = medians[Math.floor((medians.length - 1) / 2)];
  const longest = Math.max(...past.longestMs.map((ms) => ms ?? 0));
  const took =
    median === undefined
      ? 'none was answered'
      : `answers took ${humanDuration(median)} in the middle, ${humanDuration(longest)} at the longest`;
  return `Last 10 minutes: ${counted(polls, 'poll')}, ${counted(sum(past.jobs), 'job')}, ${sum(past.errors)} failed; ${took}.`;
}

/** Polls in the last full minute. */
export function pollsPerMinute(past: CellHistory | undefined): number {
  return past ? sum(lastMinute(past.polls)) : 0;
}

/** How long an answer took in the middle of the last full minute, in ms; null without any. */
export function recentMedianMs(past: CellHistory | undefined): number | null {
  const answered = (past ? lastMinute(past.medianMs) : [])
    .filter((ms) => ms !== null)
    .toSorted((a, b) => a - b);
  return answered[Math.floor((answered.length - 1) / 2)] ?? null;
}
