import { codePoints, compareKeys, fromPoints, nextCodePoint, sharedPoints } from './key-order.ts';

/** Boundaries of deeper folders looked behind at once: with fewer, it takes several rounds to find out where keys part. */
const MOST_BOUNDARIES = 24;
/** Next characters tried at a depth where nothing shows yet that keys part there. */
const FEW = 4;

/** One stretch of the key space, `(after, until]`, as far as it was read. */
export interface Stretch {
  /** The last key read. */
  readonly after: string;
  /** Null: to the end of what is listed. */
  readonly until: string | null;
  /** First key of the page that ended with `after`. */
  readonly pageFrom: string;
  /** The least depth (code points) at which keys are known to part: two of them, neighbours of the stretch included, differ there. */
  readonly branch: number;
}

/**
 * Keys behind which it is worth to look, so that a stretch can be read by several at once; none where it cannot be told. Nothing
 * is known of keys that were not read: what was read tells at which depth they part and which characters they are made of.
 * A wrong guess costs one small request. Pure.
 *
 * @param alphabet code points seen so far, in order
 * @param from code points of the prefix that all keys begin with
 */
export function splitPoints(
  stretch: Stretch,
  alphabet: readonly number[],
  from: number,
  most: number,
): string[] {
  const after = codePoints(stretch.after);
  const until = stretch.until === null ? null : codePoints(stretch.until);
  let depth = until ? sharedPoints(after, until) : from;
  let bound = until?.[depth] ?? null;
  // `until` right behind a folder's keys: all that is left begins with that folder.
  if (until?.length === depth + 1 && bound !== null && nextCodePoint(after[depth] ?? -1) === bound) {
    depth += 1;
    bound = null;
  }
  const within = (point: string): boolean =>
    compareKeys(point, stretch.after) > 0 &&
    (stretch.until === null || compareKeys(point, stretch.until) < 0);
  const at = (d: number, count: number): string[] =>
    spread(nextCharacters(after[d] ?? -1, d === depth ? bound : null, alphabet), count).map((character) =>
      fromPoints([...after.slice(0, d), character]),
    );

  const branch = Math.max(depth, stretch.branch);
  const points = new Set<string>();
  if (branch > depth) {
    // Whether anything lies beyond the folders that all keys so far share: the innermost tells most.
    const depths = Array.from({ length: branch - depth }, (_, index) => branch - 1 - index);
    const [innermost = depth, ...outer] = depths;
    for (const d of [innermost, ...spread(outer, MOST_BOUNDARIES)]) {
      const point = behindFolder(after, d);
      if (point !== null && within(point)) points.add(point);
    }
    for (const point of [...at(branch, FEW), ...at(depth, FEW)].filter(within)) points.add(point);
  }
  for (let d = branch; d < after.length && points.size === 0; d += 1)
    for (const point of at(d, most).filter(within)) points.add(point);
  return [...points].slice(0, most);
}

/** The first possible key behind all that begin as `key` does up to and with the code point at `depth`. */
function behindFolder(key: readonly number[], depth: number): string | null {
  const next = nextCodePoint(key[depth] ?? 0x10ffff);
  return next === null ? null : fromPoints([...key.slice(0, depth), next]);
}

/** Characters between two others: those seen, and where they are few, some at growing distances. */
function nextCharacters(above: number, below: number | null, alphabet: readonly number[]): number[] {
  const isBetween = (point: number): boolean => point > above && (below === null || point < below);
  const seen = alphabet.filter(isBetween);
  if (seen.length >= FEW || above < 0x80) return seen;
  const far = Array.from({ length: 16 }, (_, power) => above + 2 ** power).filter(
    (point) => isBetween(point) && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff),
  );
  return [...new Set([...seen, ...far])].sort((a, b) => a - b);
}

/** At most `count` of them, evenly over all. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from(
    { length: count },
    (_, index) => items[Math.floor(((index + 0.5) * items.length) / count)] as T,
  );
}

/**
 * How many pages are left of a stretch, judged by how far its last page came among the characters seen; Infinity where that
 * cannot be told. Good for choosing between stretches, no more.
 */
export function pagesLeft(
  stretch: Pick<Stretch, 'pageFrom' | 'after' | 'until'>,
  alphabet: readonly number[],
): number {
  if (stretch.until === null) return Infinity;
  const [from, after, until] = [stretch.pageFrom, stretch.after, stretch.until].map(codePoints) as [
    number[],
    number[],
    number[],
  ];
  const depth = sharedPoints(from, until);
  const [a, b, c] = [from, after, until].map((key) => fraction(key, depth, alphabet)) as [
    number,
    number,
    number,
  ];
  return b > a ? Math.max(0, c - b) / (b - a) : Infinity;
}

function fraction(key: readonly number[], depth: number, alphabet: readonly number[]): number {
  let [value, width] = [0, 1];
  for (let at = depth; at < depth + 8 && at < key.length; at += 1) {
    width /= alphabet.length + 1;
    const character = key[at] ?? 0;
    let below = 0;
    for (const one of alphabet) if (one < character) below += 1;
    value += below * width;
  }
  return value;
}
