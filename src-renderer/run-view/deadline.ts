import { clockDuration, humanDuration } from '#renderer/ui/duration.ts';

const WARN_BELOW_MS = 10 * 60_000;
const DANGER_BELOW_MS = 3 * 60_000;

/** `danger` is below 3 minutes or passed, `warn` below 10. */
export type DeadlineTone = 'none' | 'calm' | 'warn' | 'danger';

/** What to show of a deadline at the given moment (both epoch milliseconds). */
export function deadlineView(deadlineAt: number | null, now: number): { text: string; tone: DeadlineTone } {
  if (deadlineAt === null) return { text: '–', tone: 'none' };
  const left = deadlineAt - now;
  if (left <= 0) return { text: `passed ${humanDuration(-left)} ago`, tone: 'danger' };
  if (left < DANGER_BELOW_MS) return { text: `in ${clockDuration(left)}`, tone: 'danger' };
  if (left < WARN_BELOW_MS) return { text: `in ${clockDuration(left)}`, tone: 'warn' };
  return { text: `in ${humanDuration(left)}`, tone: 'calm' };
}
