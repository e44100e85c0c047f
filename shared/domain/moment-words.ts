const UNITS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** What `momentOf` understands, for messages. */
export const TIME_WORDS = '15m, 2h or 7d ago, today, or a local time like 2026-11-22 09:30';

/**
 * A moment (epoch ms) in words: `15m`, `2h`, `7d` (so long before now), `today` (local midnight), or a local date with or
 * without a time of day. Null for anything else. Local is the time zone of the process that asks.
 */
export function momentOf(words: string, now: number): number | null {
  const text = words.trim().toLowerCase();
  const ago = /^(\d{1,5}) ?(m|h|d)(?:in)?(?: ago)?$/.exec(text);
  if (ago) return now - Number(ago[1]) * (UNITS[ago[2] ?? ''] ?? 0);
  if (text === 'today') return new Date(now).setHours(0, 0, 0, 0);
  const date = /^(\d{4})-(\d\d)-(\d\d)(?:[ t](\d\d):(\d\d))?$/.exec(text);
  if (!date) return null;
  const [year, month, day, hour, minute] = date.slice(1).map((part) => Number(part ?? 0));
  const at = new Date(year ?? 0, (month ?? 0) - 1, day, hour, minute);
  // `Date` turns the 31st of February into March.
  return at.getMonth() + 1 === month && at.getDate() === day && at.getHours() === hour ? at.getTime() : null;
}
