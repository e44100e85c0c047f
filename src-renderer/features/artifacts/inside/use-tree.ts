import { useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { EntriesPage, EntriesQuery } from '#shared/domain/artifact.ts';
import { request } from '#renderer/bridge/request.ts';
import {
  ENTRIES_PAGE,
  pageKey,
  pagesWanted,
  treeRows,
  type PageAt,
  type TreeRow,
  type TreeRows,
} from './tree-rows.ts';

/** Which entries are looked at, and in which order. */
export type EntriesWish = Pick<EntriesQuery, 'search' | 'sort' | 'descending'> & { flat: boolean };

/** How long a page that was scrolled away is kept. */
const KEPT_MS = 5_000;

/** The rows of an opened artifact. Folders open and close; `want` says which rows are seen: their pages come, and others go. */
export function useTree(
  openId: string,
  wish: EntriesWish,
): {
  rows: TreeRows;
  total: number | null;
  error: Error | null;
  requests: number;
  bytes: number;
  expand: (folder: string, open: boolean) => void;
  want: (rows: readonly TreeRow[]) => void;
} {
  // A search has no tree: what matches is listed with its whole path.
  const first = wish.flat || wish.search !== '' ? null : '';
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(() => new Set());
  const [wanted, setWanted] = useState<{ of: string; pages: readonly PageAt[] }>({ of: '', pages: [] });
  const { search, sort, descending } = wish;
  const of = JSON.stringify([openId, search, sort, descending, first]);
  const pages: readonly PageAt[] = [
    { of: first, from: 0 },
    ...(wanted.of === of ? wanted.pages : []),
    ...(first === null ? [] : [...expanded].map((folder) => ({ of: folder, from: 0 }))),
  ].filter(
    (one, at, all) => all.findIndex((o) => pageKey(o.of, o.from) === pageKey(one.of, one.from)) === at,
  );
  const answers = useQueries({
    queries: pages.map(({ of: folder, from }) => {
      const payload = { openId, folder, search, sort, descending, from, count: ENTRIES_PAGE };
      return {
        queryKey: ['artifacts.entries', payload],
        queryFn: () => request('artifacts.entries', payload),
        // An opened artifact does not change.
        staleTime: Infinity,
        gcTime: KEPT_MS,
        retry: false,
      };
    }),
    combine: (results) => ({
      data: results.map(({ data }) => data),
      error: results.find(({ error }) => error)?.error ?? null,
    }),
  });
  const known = useMemo(() => {
    const map = new Map<string, EntriesPage>();
    pages.forEach(({ of: folder, from }, at) => {
      const page = answers.data[at];
      if (page) map.set(pageKey(folder, from), page);
    });
    return map;
  }, [answers.data]);
  const rows = useMemo(() => treeRows(first, expanded, known), [first, expanded, known]);
  const fetched = [...known.values()].map((page) => page.fetched);
  return {
    rows,
    total: known.get(pageKey(first, 0))?.total ?? null,
    error: answers.error,
    requests: Math.max(0, ...fetched.map(({ requests }) => requests)),
    bytes: Math.max(0, ...fetched.map(({ bytes }) => bytes)),
    expand: (folder, open) =>
      setExpanded((present) => {
        const next = new Set(present);
        if (open) next.add(folder);
        else next.delete(folder);
        return next;
      }),
    want: (seen) => {
      const present = wanted.of === of ? wanted.pages : [];
      const next = pagesWanted(seen, expanded, known);
      const keys = (list: readonly PageAt[]): string =>
        list
          .map((page) => pageKey(page.of, page.from))
          .toSorted()
          .join('\n');
      if (keys(next) !== keys(present)) setWanted({ of, pages: next });
    },
  };
}
