import { setImmediate } from 'node:timers/promises';
import type { ArchiveEntry, ArchiveFolder, EntriesQuery } from '#shared/domain/artifact.ts';
import { createPace } from './artifact-pace.ts';

/** Sorted at once; a few milliseconds. */
const RUN = 2048;

type Compare = (left: number, right: number) => number;

/** A stable merge sort that never keeps others waiting: the built-in one takes seconds for a million names. */
async function sortInTurns(
  indices: Uint32Array,
  compare: Compare,
  signal?: AbortSignal,
): Promise<Uint32Array> {
  const pace = createPace(signal);
  let from = indices;
  for (let at = 0; at < from.length; at += RUN) {
    from.subarray(at, at + RUN).sort(compare);
    await setImmediate();
    signal?.throwIfAborted();
  }
  let to: Uint32Array = new Uint32Array(from.length);
  for (let width = RUN; width < from.length; width *= 2) {
    for (let start = 0; start < from.length; start += 2 * width) {
      const middle = Math.min(start + width, from.length);
      const end = Math.min(start + 2 * width, from.length);
      let left = start;
      let right = middle;
      for (let at = start; at < end; at += 1) {
        const turn = pace();
        if (turn) await turn;
        const a = from[left] ?? 0;
        const b = from[right] ?? 0;
        const takeLeft = right >= end || (left < middle && compare(a, b) <= 0);
        to[at] = takeLeft ? a : b;
        if (takeLeft) left += 1;
        else right += 1;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}

const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Bytes that one packed byte becomes; what keeps no packed size counts as packed 1:1. */
const ratioOf = ({ size, compressedSize }: ArchiveEntry): number =>
  compressedSize === null || compressedSize === 0 ? 1 : size / compressedSize;

const KEYS: Record<Exclude<EntriesQuery['sort'], 'path'>, (entry: ArchiveEntry) => number> = {
  size: ({ size }) => size,
  ratio: ratioOf,
  modifiedAt: ({ modifiedAt }) => modifiedAt ?? 0,
};

/** What matches a query, in its order: the folders first, then entries by their place in `entries`. */
export interface FoundEntries {
  readonly folders: readonly ArchiveFolder[];
  readonly entries: Uint32Array;
}

type Narrowing = Pick<EntriesQuery, 'folder' | 'search' | 'sort' | 'descending'>;

interface Growing {
  name: string;
  files: number;
  size: number;
}

/**
 * Finds what one folder shows (its entries, and the folders in it with what lies below), or flat all files. A path whose next
 * part is empty (`/etc/passwd`) is shown whole where it stands, since no folder has that name. Works in turns of a few
 * milliseconds, whatever the number of entries.
 */
export async function findEntries(
  entries: readonly ArchiveEntry[],
  query: Narrowing,
  signal?: AbortSignal,
): Promise<FoundEntries> {
  const { folder, sort, descending } = query;
  const search = query.search.toLowerCase();
  const below = folder === null || folder === '' ? '' : `${folder}/`;
  const folders = new Map<string, Growing>();
  const found = new Uint32Array(entries.length);
  let count = 0;
  const pace = createPace(signal);
  let at = -1;
  for (const entry of entries) {
    at += 1;
    const turn = pace();
    if (turn) await turn;
    const { path } = entry;
    if (!path.startsWith(below) || (below !== '' && path.length === below.length)) continue;
    if (search !== '' && !path.toLowerCase().includes(search)) continue;
    const isFolder = entry.kind === 'folder';
    const slash = folder === null ? -1 : path.indexOf('/', below.length);
    const inFolder = slash > below.length || (isFolder && folder !== null && slash !== below.length);
    if (inFolder) {
      const name = path.slice(below.length, slash < 0 ? undefined : slash);
      const known = folders.get(name) ?? { name, files: 0, size: 0 };
      folders.set(name, known);
      if (!isFolder) {
        known.files += 1;
        known.size += entry.size;
      }
    } else if (!isFolder) {
      found[count] = at;
      count += 1;
    }
  }
  const sign = descending ? -1 : 1;
  const pathOf = (index: number): string => entries[index]?.path ?? '';
  let compare: Compare = (left, right) => sign * byText(pathOf(left), pathOf(right));
  if (sort !== 'path') {
    const key = KEYS[sort];
    const keys = new Float64Array(entries.length);
    for (let each = 0; each < count; each += 1) {
      const index = found[each] ?? 0;
      const entry = entries[index];
      if (entry) keys[index] = key(entry);
      const turn = pace();
      if (turn) await turn;
    }
    compare = (left, right) =>
      sign * ((keys[left] ?? 0) - (keys[right] ?? 0)) || byText(pathOf(left), pathOf(right));
  }
  const shown = [...folders.values()].map(({ name, files, size }): ArchiveFolder => ({
    path: below + name,
    name,
    files,
    size,
  }));
  shown.sort((left, right) => {
    const order = sort === 'size' ? left.size - right.size : 0;
    return sign * (order || (sort === 'path' || sort === 'size' ? byText(left.name, right.name) : 0));
  });
  return { folders: shown, entries: await sortInTurns(found.slice(0, count), compare, signal) };
}

/** The window `[from, from + count)` of what was found, folders before entries. */
export function pageOf(
  found: FoundEntries,
  entries: readonly ArchiveEntry[],
  from: number,
  count: number,
): { folders: ArchiveFolder[]; entries: ArchiveEntry[]; total: number } {
  const folders = found.folders.slice(from, from + count);
  const skip = Math.max(0, from - found.folders.length);
  const indices = found.entries.subarray(skip, skip + count - folders.length);
  const rows = [...indices].flatMap((index) => entries[index] ?? []);
  return { folders, entries: rows, total: found.folders.length + found.entries.length };
}
