import { RISK_FRACTION, RISK_WITHIN_MS } from '#shared/domain/run-lanes.ts';
import { clockDuration, humanDuration } from '#renderer/ui/duration.ts';

/** Of the time in which a deadline counts as near, this is very near: 3 of 10 minutes. */
const DANGER_FRACTION = 0.3;

/**
 * `warn` as long as the lane At risk holds the run: the last ten minutes, or the last quarter of a shorter time-out. `danger` is the
 * end of that, or passed.
 */
export type DeadlineTone = 'none' | 'calm' | 'warn' | 'danger';

/** What to show of a deadline at the given moment; of a job polled at `polledAt`, where that is known (all epoch milliseconds). */
export function deadlineView(
  deadlineAt: number | null,
  now: number,
  polledAt: number | null = null,
): { text: string; tone: DeadlineTone } {
  if (deadlineAt === null) return { text: '–', tone: 'none' };
  const left = deadlineAt - now;
  if (left <= 0) return { text: `${humanDuration(-left)} ago`, tone: 'danger' };
  const text = left < RISK_WITHIN_MS ? `in ${clockDuration(left)}` : `in ${humanDuration(left)}`;
  const near = nearMs(deadlineAt, polledAt);
  return { text, tone: left < near * DANGER_FRACTION ? 'danger' : left < near ? 'warn' : 'calm' };
}

function nearMs(deadlineAt: number, polledAt: number | null): number {
  const timeoutMs = polledAt === null ? Infinity : deadlineAt - polledAt;
  return Math.min(RISK_WITHIN_MS, Math.max(0, timeoutMs) * RISK_FRACTION);
}
