import { useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { EntriesPage, EntriesQuery } from '#shared/domain/artifact.ts';
import { request } from '#renderer/bridge/request.ts';
import { ENTRIES_PAGE, pageKey, treeRows, type TreeRow } from './tree-rows.ts';

/** Which entries are looked at, and in which order. */
export type EntriesWish = Pick<EntriesQuery, 'search' | 'sort' | 'descending'> & { flat: boolean };

interface Wanted {
  readonly folder: string | null;
  readonly from: number;
}

/** The rows of an opened artifact. Folders open and close; pages come when `want` says that their rows are seen. */
export function useTree(
  openId: string,
  wish: EntriesWish,
): {
  rows: readonly TreeRow[];
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
  const [wanted, setWanted] = useState<{ of: string; pages: readonly Wanted[] }>({ of: '', pages: [] });
  const { search, sort, descending } = wish;
  const of = JSON.stringify([openId, search, sort, descending, first]);
  const pages: readonly Wanted[] = [
    { folder: first, from: 0 },
    ...(wanted.of === of ? wanted.pages : []),
    ...(first === null ? [] : [...expanded].map((folder) => ({ folder, from: 0 }))),
  ].filter(
    (one, at, all) =>
      all.findIndex((o) => pageKey(o.folder, o.from) === pageKey(one.folder, one.from)) === at,
  );
  const answers = useQueries({
    queries: pages.map(({ folder, from }) => {
      const payload = { openId, folder, search, sort, descending, from, count: ENTRIES_PAGE };
      return {
        queryKey: ['artifacts.entries', payload],
        queryFn: () => request('artifacts.entries', payload),
        // An opened artifact does not change.
        staleTime: Infinity,
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
    pages.forEach(({ folder, from }, at) => {
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
      const missing = seen.flatMap((row) =>
        row.kind === 'pending' ? [{ folder: row.of, from: row.from }] : [],
      );
      const present = wanted.of === of ? wanted.pages : [];
      const fresh = missing.filter(
        (one, at) =>
          !present.some((p) => p.folder === one.folder && p.from === one.from) &&
          missing.findIndex((o) => o.folder === one.folder && o.from === one.from) === at,
      );
      if (fresh.length > 0) setWanted({ of, pages: [...present, ...fresh] });
    },
  };
}
