/**
 * Whether two sets of props say the same, for `memo`: pipelines are read every few seconds and mostly come back as they were, with
 * the parts that did not change as the very same objects, which need no look inside. For plain data.
 */
export function isSameValue(before: unknown, now: unknown): boolean {
  if (Object.is(before, now)) return true;
  if (typeof before !== 'object' || typeof now !== 'object' || before === null || now === null) return false;
  const was = Object.entries(before);
  const is = new Map<string, unknown>(Object.entries(now));
  return was.length === is.size && was.every(([name, value]) => isSameValue(value, is.get(name)));
}
