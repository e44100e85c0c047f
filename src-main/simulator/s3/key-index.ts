/**
 * Keys in S3's order. Changes are gathered and worked in when somebody lists: a bulk load costs one sort, a
 * single change between two listings one insertion.
 */
export interface KeyIndex {
  sorted: string[];
  readonly added: Set<string>;
  readonly gone: Set<string>;
}

const fewChanges = 64;

/** An index without keys. */
export function emptyKeyIndex(): KeyIndex {
  return { sorted: [], added: new Set(), gone: new Set() };
}

/** Enters a key. The caller knows that it is not there yet. */
export function indexKey(index: KeyIndex, key: string): void {
  if (!index.gone.delete(key)) index.added.add(key);
}

/** Takes a key out. The caller knows that it is there. */
export function unindexKey(index: KeyIndex, key: string): void {
  if (!index.added.delete(key)) index.gone.add(key);
}

/** All keys in order, until the next change. Not to be altered. */
export function sortedKeys(index: KeyIndex): readonly string[] {
  const { added, gone } = index;
  if (added.size + gone.size > fewChanges) {
    const kept = gone.size === 0 ? index.sorted : index.sorted.filter((key) => !gone.has(key));
    index.sorted = merged(kept, [...added].sort(compareKeys));
  } else {
    for (const key of gone) index.sorted.splice(firstAtOrAfter(index.sorted, key), 1);
    for (const key of added) index.sorted.splice(firstAtOrAfter(index.sorted, key), 0, key);
  }
  added.clear();
  gone.clear();
  return index.sorted;
}

/** The position of the first key that is not below `key`. */
export function firstAtOrAfter(sorted: readonly string[], key: string): number {
  return partitionPoint(sorted, 0, (candidate) => compareKeys(candidate, key) < 0);
}

/** The position behind `key` and, where `key` is a common prefix, behind all keys that begin with it. */
export function firstBehind(
  sorted: readonly string[],
  key: string,
  { withAllUnder, from = 0 }: { withAllUnder: boolean; from?: number },
): number {
  return partitionPoint(
    sorted,
    from,
    (candidate) => compareKeys(candidate, key) <= 0 || (withAllUnder && candidate.startsWith(key)),
  );
}

/** S3 sorts by UTF-8 bytes, that is by code points; JavaScript's `<` goes by UTF-16 units. */
export function compareKeys(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at += 1) {
    const [unitOfA, unitOfB] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (unitOfA !== unitOfB) return rank(unitOfA) - rank(unitOfB);
  }
  return a.length - b.length;
}

// Surrogates stand for code points above all others, and lie below U+E000 as units.
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function partitionPoint(
  sorted: readonly string[],
  from: number,
  isBefore: (candidate: string) => boolean,
): number {
  let [low, high] = [from, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(sorted[middle] ?? '')) low = middle + 1;
    else high = middle;
  }
  return low;
}

function merged(left: readonly string[], right: readonly string[]): string[] {
  const all: string[] = [];
  let at = 0;
  for (const key of right) {
    for (let next = left[at]; next !== undefined && compareKeys(next, key) < 0; next = left[at]) {
      all.push(next);
      at += 1;
    }
    all.push(key);
  }
  for (; at < left.length; at += 1) all.push(left[at] ?? '');
  return all;
}
