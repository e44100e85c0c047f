import type { CellMode, CellPace } from '#shared/domain/agent-cell.ts';
import type { ActionDeskError } from '#shared/domain/errors.ts';
import { backoffMs } from './backoff.ts';

/**
 * How the last poll of a cell ended. `idleForMs`: how long ago the cell last had a fresh job or a live run; `inStep`: it was
 * sent together with other cells' polls.
 */
export type PollOutcome =
  | { jobs: number; asked: number; idleForMs: number; inStep: boolean }
  | { error: ActionDeskError; failuresInARow: number };

const CREDENTIALS_PAUSE_MS = 15_000;
const UNKNOWN_TYPE_PAUSE_MS = 60_000;

/** An idle cell keeps its pace for a minute and is at its slowest after five. */
const QUICK_FOR_MS = 60_000;
const SLOWEST_AFTER_MS = 300_000;

/** An idle cell polls at this many intervals at the longest. */
export const SLOWEST_FACTOR = 3;

/** Never asks for more than this in one poll, whatever is free. */
const MAX_BATCH = 50;

/** How many intervals an idle cell waits, 1 to `SLOWEST_FACTOR`. */
function idleFactor(idleForMs: number): number {
  const way = (idleForMs - QUICK_FOR_MS) / (SLOWEST_AFTER_MS - QUICK_FOR_MS);
  return 1 + (SLOWEST_FACTOR - 1) * Math.min(1, Math.max(0, way));
}

/** When the cell polls again and what it shows meanwhile. A full batch means that more is waiting: at once. */
export function planNextPoll(
  outcome: PollOutcome,
  pollIntervalMs: number,
  random: number,
): { mode: CellMode; pace: CellPace; delayMs: number } {
  if (!('error' in outcome)) {
    if (outcome.jobs > 0 && outcome.jobs >= outcome.asked)
      return { mode: 'polling', pace: 'more-waiting', delayMs: 0 };
    const factor = idleFactor(outcome.idleForMs);
    // Cells that are in step are scattered over the interval once; a little jitter keeps them apart from then on.
    const share = outcome.inStep ? random : 0.9 + 0.1 * random;
    return {
      mode: 'polling',
      pace: factor > 1 ? 'idle' : 'quick',
      delayMs: Math.round(pollIntervalMs * factor * share),
    };
  }
  const failures = outcome.failuresInARow;
  switch (outcome.error.code) {
    case 'throttled':
      return {
        mode: 'throttled',
        pace: 'backing-off',
        delayMs: pollIntervalMs + backoffMs(failures, random, { baseMs: 1_000, capMs: 60_000 }),
      };
    case 'no-credentials':
      return { mode: 'no-credentials', pace: 'backing-off', delayMs: CREDENTIALS_PAUSE_MS };
    case 'aws-access-denied':
    case 'aws-action-type-not-found':
      return { mode: 'failing', pace: 'backing-off', delayMs: UNKNOWN_TYPE_PAUSE_MS };
    default:
      return {
        mode: 'failing',
        pace: 'backing-off',
        delayMs: backoffMs(failures, random, { baseMs: Math.min(1_000, pollIntervalMs), capMs: 30_000 }),
      };
  }
}

/**
 * How many jobs one poll asks for: the free slots. Where other cells are asking at this moment, only half of what they leave,
 * so that together they are not handed much more than can be claimed while it is fresh. At least one, so that a region that
 * does not answer never keeps the others from polling.
 *
 * @param free slots that this cell may use, at least 1.
 * @param askedByOthers jobs that polls under way have asked for.
 */
export function batchSize(free: number, askedByOthers: number): number {
  const share = askedByOthers === 0 ? free : Math.floor((free - askedByOthers) / 2);
  return Math.max(1, Math.min(MAX_BATCH, share));
}
