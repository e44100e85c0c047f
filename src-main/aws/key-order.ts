/** S3 sorts by the bytes of UTF-8, that is by code points; JavaScript's `<` goes by UTF-16 units. */
export function compareKeys(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at += 1) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

// Surrogates stand for code points above all others, and lie below U+E000 as units.
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

/** How many of the sorted keys are not behind `until`. */
export function countUpTo(keys: readonly { key: string }[], until: string): number {
  const last = keys.at(-1);
  if (!last || compareKeys(last.key, until) <= 0) return keys.length;
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys(keys[middle]?.key ?? '', until) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The code point behind another; null where there is none. Surrogates are no characters. */
export function nextCodePoint(point: number): number | null {
  if (point >= 0x10ffff) return null;
  return point === 0xd7ff ? 0xe000 : point + 1;
}

/** How many code points two keys begin with in common. */
export function sharedPoints(a: readonly number[], b: readonly number[]): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a[at] === b[at]) at += 1;
  return at;
}

/** The code points of a text. */
export const codePoints = (text: string): number[] => Array.from(text, (one) => one.codePointAt(0) ?? 0);

/** The text of code points; keys have at most 1,024 of them. */
export const fromPoints = (points: readonly number[]): string => String.fromCodePoint(...points);
