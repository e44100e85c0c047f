import type { ArchiveEntry, ArchiveFolder, EntriesPage } from '#shared/domain/artifact.ts';

/** Entries a page of a folder. */
export const ENTRIES_PAGE = 500;

/** One row of the tree or of the flat list. `pending` stands where a page has not come yet. */
export type TreeRow =
  | { kind: 'folder'; folder: ArchiveFolder; level: number; expanded: boolean }
  | { kind: 'entry'; entry: ArchiveEntry; level: number }
  | { kind: 'pending'; of: string | null; from: number; level: number };

/** The page of a folder (null: of the flat list) that begins with a row. */
export function pageKey(folder: string | null, from: number): string {
  return `${from} ${folder === null ? '*' : `/${folder}`}`;
}

/**
 * The rows as they stand below one another: those of the first folder, and below each expanded one its own. A folder's size is
 * known with its first page; pages that are missing leave their rows pending, so that nothing moves when they come.
 */
export function treeRows(
  first: string | null,
  expanded: ReadonlySet<string>,
  pages: ReadonlyMap<string, EntriesPage>,
): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (of: string | null, level: number): void => {
    const total = pages.get(pageKey(of, 0))?.total;
    if (total === undefined) {
      rows.push({ kind: 'pending', of, from: 0, level });
      return;
    }
    for (let from = 0; from < total; from += ENTRIES_PAGE) {
      const page = pages.get(pageKey(of, from));
      const count = Math.min(ENTRIES_PAGE, total - from);
      const pending: TreeRow = { kind: 'pending', of, from, level };
      const found = page ? page.folders.length + page.entries.length : 0;
      for (const folder of page?.folders ?? []) {
        const isExpanded = expanded.has(folder.path);
        rows.push({ kind: 'folder', folder, level, expanded: isExpanded });
        if (isExpanded) add(folder.path, level + 1);
      }
      for (const entry of page?.entries ?? []) rows.push({ kind: 'entry', entry, level });
      for (let missing = found; missing < count; missing += 1) rows.push(pending);
    }
  };
  add(first, 1);
  return rows;
}

/** The row of the folder that a row stands in; -1 at the top. */
export function parentRow(rows: readonly TreeRow[], index: number): number {
  const level = rows[index]?.level ?? 1;
  for (let above = index - 1; above >= 0; above -= 1) {
    const row = rows[above];
    if (row && row.level < level) return above;
  }
  return -1;
}

/** How many times smaller an entry is packed; null where nothing is packed by itself. */
export function ratioOf(entry: Pick<ArchiveEntry, 'size' | 'compressedSize'>): number | null {
  if (entry.compressedSize === null || entry.compressedSize === 0) return null;
  return entry.size / entry.compressedSize;
}
