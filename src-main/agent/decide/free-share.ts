/** No one region or action type takes more than this part of the slots (rounded up), where there are several. */
const LARGEST_PART = 0.75;

/**
 * How many more slots one of `keys` users may take of `max`. A quarter of the slots is kept for all users in equal parts
 * (rounded down), so that a user whose work hangs leaves room for the others; the rest goes to whoever comes.
 *
 * @param used slots in use, by user; users without any may be missing.
 */
export function freeShare(key: string, used: ReadonlyMap<string, number>, keys: number, max: number): number {
  const own = Math.floor(max / (4 * keys));
  const mine = used.get(key) ?? 0;
  let borrowed = 0;
  for (const count of used.values()) borrowed += Math.max(0, count - own);
  const toBorrow = Math.max(0, max - own * keys - borrowed);
  const largest = keys > 1 ? Math.ceil(max * LARGEST_PART) : max;
  return Math.max(0, Math.min(largest - mine, Math.max(0, own - mine) + toBorrow));
}
