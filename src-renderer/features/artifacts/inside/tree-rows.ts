import type { ArchiveEntry, ArchiveFolder, EntriesPage } from '#shared/domain/artifact.ts';

/** Entries a page of a folder. */
export const ENTRIES_PAGE = 500;

/** A page of a folder (null: of the flat list) by its first row. */
export interface PageAt {
  readonly of: string | null;
  readonly from: number;
}

/** One row of the tree or of the flat list, and the page that it is on. `pending` stands where that is not here. */
export type TreeRow = { level: number; page: PageAt } & (
  | { kind: 'folder'; folder: ArchiveFolder; expanded: boolean }
  | { kind: 'entry'; entry: ArchiveEntry }
  | { kind: 'pending' }
);

/** The page of a folder (null: of the flat list) that begins with a row. */
export function pageKey(folder: string | null, from: number): string {
  return `${from} ${folder === null ? '*' : `/${folder}`}`;
}

function pageOf(key: string): PageAt {
  const space = key.indexOf(' ');
  const folder = key.slice(space + 1);
  return { from: Number(key.slice(0, space)), of: folder === '*' ? null : folder.slice(1) };
}

/** Rows by their place. A million of them are no more in memory than the pages that are here. */
export interface TreeRows {
  readonly length: number;
  at(index: number): TreeRow | undefined;
}

/** Rows that follow one another: those of a page, or those that no page is here for. */
interface Stretch {
  readonly start: number;
  readonly count: number;
  readonly rowAt: (offset: number) => TreeRow;
}

/**
 * The rows as they stand below one another: those of the first folder, and below each expanded one its own. A folder's size is
 * known with its first page; pages that are missing leave their rows pending, so that nothing moves when they come.
 */
export function treeRows(
  first: string | null,
  expanded: ReadonlySet<string>,
  pages: ReadonlyMap<string, EntriesPage>,
): TreeRows {
  const here = new Map<string | null, PageAt[]>();
  for (const page of [...pages.keys()].map(pageOf).toSorted((one, other) => one.from - other.from))
    here.set(page.of, [...(here.get(page.of) ?? []), page]);
  const stretches: Stretch[] = [];
  let length = 0;
  const push = (count: number, rowAt: Stretch['rowAt']): void => {
    if (count > 0) stretches.push({ start: length, count, rowAt });
    length += Math.max(0, count);
  };
  const missing = (of: string | null, level: number, from: number, to: number): void =>
    push(to - from, (offset) => {
      const page = { of, from: Math.floor((from + offset) / ENTRIES_PAGE) * ENTRIES_PAGE };
      return { kind: 'pending', level, page };
    });
  const add = (of: string | null, level: number): void => {
    const total = pages.get(pageKey(of, 0))?.total;
    if (total === undefined) {
      missing(of, level, 0, 1);
      return;
    }
    let next = 0;
    for (const at of here.get(of) ?? []) {
      const page = pages.get(pageKey(of, at.from));
      if (!page || at.from >= total) continue;
      missing(of, level, next, at.from);
      for (const folder of page.folders) {
        const isExpanded = expanded.has(folder.path);
        push(1, () => ({ kind: 'folder', folder, level, page: at, expanded: isExpanded }));
        if (isExpanded) add(folder.path, level + 1);
      }
      const { entries } = page;
      push(entries.length, (offset) => ({
        kind: 'entry',
        entry: entries[offset] as ArchiveEntry,
        level,
        page: at,
      }));
      next = Math.min(total, at.from + ENTRIES_PAGE);
      missing(of, level, at.from + page.folders.length + entries.length, next);
    }
    missing(of, level, next, total);
  };
  add(first, 1);
  return { length, at: (index) => rowIn(stretches, index) };
}

function rowIn(stretches: readonly Stretch[], index: number): TreeRow | undefined {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((stretches[middle] as Stretch).start <= index) low = middle + 1;
    else high = middle;
  }
  const found = stretches[low - 1];
  return found && index - found.start < found.count ? found.rowAt(index - found.start) : undefined;
}

/** The rows from one place up to another, both included. */
export function rowsBetween(rows: TreeRows, first: number, last: number): TreeRow[] {
  const found: TreeRow[] = [];
  for (let index = first; index <= last; index += 1) {
    const row = rows.at(index);
    if (row) found.push(row);
  }
  return found;
}

/** The row of the folder that a row stands in; -1 at the top. */
export function parentRow(rows: TreeRows, index: number): number {
  const level = rows.at(index)?.level ?? 1;
  for (let above = index - 1; above >= 0; above -= 1) {
    const row = rows.at(above);
    if (row && row.level < level) return above;
  }
  return -1;
}

/** How many times smaller an entry is packed; null where nothing is packed by itself. */
export function ratioOf(entry: Pick<ArchiveEntry, 'size' | 'compressedSize'>): number | null {
  if (entry.compressedSize === null || entry.compressedSize === 0) return null;
  return entry.size / entry.compressedSize;
}

/**
 * Which pages are to be here while some rows are seen: theirs, and those that hold an expanded folder, whose own rows would go
 * with it. First pages are always here and not among them. However long the archive is, it is a handful.
 */
export function pagesWanted(
  seen: readonly TreeRow[],
  expanded: ReadonlySet<string>,
  pages: ReadonlyMap<string, EntriesPage>,
): PageAt[] {
  const wanted = new Map<string, PageAt>();
  for (const { page } of seen) if (page.from > 0) wanted.set(pageKey(page.of, page.from), page);
  for (const [key, { folders }] of pages) {
    const page = pageOf(key);
    if (page.from > 0 && folders.some(({ path }) => expanded.has(path))) wanted.set(key, page);
  }
  return [...wanted.values()];
}
