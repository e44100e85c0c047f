import type { CellMode } from '#shared/domain/agent-cell.ts';
import type { ActionDeskError } from '#shared/domain/errors.ts';
import { backoffMs } from './backoff.ts';

/** How the last poll of a cell ended. */
export type PollOutcome =
  { jobs: number; asked: number } | { error: ActionDeskError; failuresInARow: number };

const CREDENTIALS_PAUSE_MS = 15_000;
const UNKNOWN_TYPE_PAUSE_MS = 60_000;

/** When the cell polls again and what it shows meanwhile. A full batch means that more is waiting: at once. */
export function planNextPoll(
  outcome: PollOutcome,
  pollIntervalMs: number,
  random: number,
): { mode: CellMode; delayMs: number } {
  if (!('error' in outcome)) {
    const full = outcome.jobs > 0 && outcome.jobs >= outcome.asked;
    return { mode: 'polling', delayMs: full ? 0 : Math.round(pollIntervalMs * (0.9 + 0.1 * random)) };
  }
  const failures = outcome.failuresInARow;
  switch (outcome.error.code) {
    case 'throttled':
      return {
        mode: 'throttled',
        delayMs: pollIntervalMs + backoffMs(failures, random, { baseMs: 1_000, capMs: 60_000 }),
      };
    case 'no-credentials':
      return { mode: 'no-credentials', delayMs: CREDENTIALS_PAUSE_MS };
    case 'aws-access-denied':
    case 'aws-action-type-not-found':
      return { mode: 'failing', delayMs: UNKNOWN_TYPE_PAUSE_MS };
    default:
      return {
        mode: 'failing',
        delayMs: backoffMs(failures, random, { baseMs: Math.min(1_000, pollIntervalMs), capMs: 30_000 }),
      };
  }
}
