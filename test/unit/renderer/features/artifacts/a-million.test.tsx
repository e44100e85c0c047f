import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import {
  pageKey,
  pagesWanted,
  rowsBetween,
  treeRows,
} from '#renderer/features/artifacts/inside/tree-rows.ts';
import { useTree, type EntriesWish } from '#renderer/features/artifacts/inside/use-tree.ts';
import { PAGE_ROWS, usePages } from '#renderer/features/artifacts/use-pages.ts';
import type { EntriesQuery } from '#shared/domain/artifact.ts';
import { aPage, anEntry } from './an-artifact.ts';

const MILLION = 1_000_000;
/** Rows in view and a little more. */
const SEEN = 40;
const flat: EntriesWish = { flat: true, search: '', sort: 'path', descending: false };

/** The main process with an archive and a listing of that many rows; each asked page is noted. */
function withRows(total: (search: string) => number) {
  const asked: { channel: string; from: number; search: string }[] = [];
  window.actionDesk = {
    request: (channel, payload) => {
      const { from, count, search = '' } = payload as EntriesQuery;
      asked.push({ channel, from, search });
      const rows = Array.from(
        { length: Math.max(0, Math.min(count, total(search) - from)) },
        (_, at) => from + at,
      );
      const value =
        channel === 'artifacts.entries'
          ? aPage(
              rows.map((at) => anEntry(at, `f${at}`)),
              [],
              total(search),
            )
          : {
              rows: rows.map((at) => ({
                key: `k${at}`,
                size: 1,
                modifiedAt: null,
                etag: null,
                storageClass: null,
              })),
              matching: MILLION,
              seen: MILLION,
              bytes: MILLION,
              requests: 1000,
              state: 'done',
              problem: null,
            };
      return Promise.resolve({ ok: true, value });
    },
    on: () => () => undefined,
  };
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return { asked, client, wrapper };
}

/** How many pages the screen holds on to; others are let go of soon. */
const inUse = (client: QueryClient): number =>
  client
    .getQueryCache()
    .getAll()
    .filter((query) => query.getObserversCount() > 0).length;

/** Places all over a million rows, always the same ones. */
const places = (count: number): number[] =>
  Array.from({ length: count }, (_, at) => (at * 618_033 + 17) % (MILLION - SEEN));

afterEach(cleanup);

describe('an archive of a million entries', () => {
  it('shows each row in its place wherever one looks, and holds no more than what is seen', async () => {
    const { wrapper, asked, client } = withRows(() => MILLION);
    const { result } = renderHook(() => useTree('open-1', flat), { wrapper });
    await waitFor(() => expect(result.current.rows).toHaveLength(MILLION));
    for (const first of places(25)) {
      act(() => result.current.want(rowsBetween(result.current.rows, first, first + SEEN - 1)));
      await waitFor(() => expect(result.current.rows.at(first + SEEN - 1)?.kind).toBe('entry'));
      for (const at of [first, first + SEEN - 1])
        expect(result.current.rows.at(at)).toMatchObject({ kind: 'entry', entry: { path: `f${at}` } });
      expect(inUse(client)).toBeLessThanOrEqual(3);
      expect(result.current.rows).toHaveLength(MILLION);
    }
    // At most two pages a place, and the first.
    expect(asked.length).toBeLessThanOrEqual(2 * 25 + 1);
  });

  it('is narrowed by asking for the text, from the first row on', async () => {
    const { wrapper, asked } = withRows((search) => (search === '' ? MILLION : 7));
    const { result, rerender } = renderHook((wish: EntriesWish) => useTree('open-1', wish), {
      wrapper,
      initialProps: flat,
    });
    await waitFor(() => expect(result.current.total).toBe(MILLION));
    rerender({ ...flat, search: 'needle' });
    await waitFor(() => expect(result.current.rows).toHaveLength(7));
    expect(asked.at(-1)).toMatchObject({ search: 'needle', from: 0 });
  });

  it('keeps a page as long as a folder on it is open', () => {
    const folder = { path: 'late', name: 'late', files: 1, size: 1 };
    const pages = new Map([
      [pageKey('', 0), aPage([], [], MILLION)],
      [pageKey('', 500), aPage([], [folder], MILLION)],
      [pageKey('', 1500), aPage([anEntry(1500, 'x')], [], MILLION)],
    ]);
    const rows = treeRows('', new Set(['late']), pages);
    const seen = rowsBetween(rows, 600_100, 600_100 + SEEN);
    expect(
      pagesWanted(seen, new Set(['late']), pages)
        .map(({ from }) => from)
        .toSorted(),
    ).toEqual([500, 600_000]);
    expect(pagesWanted(seen, new Set(), pages).map(({ from }) => from)).toEqual([600_000]);
  });
});

describe('a listing of a million keys', () => {
  it('has the rows that are seen, and lets go of those that are not', async () => {
    const { wrapper, asked, client } = withRows(() => MILLION);
    const payloadOf = (from: number, count: number) => ({ listingId: 'l-1', from, count });
    const { result } = renderHook(() => usePages('artifacts.listing', payloadOf, 'done'), { wrapper });
    for (const first of places(25)) {
      act(() => result.current.onRange(first, first + SEEN));
      await waitFor(() =>
        expect(result.current.pageAt(first)?.rows[first % PAGE_ROWS]).toMatchObject({ key: `k${first}` }),
      );
      expect(inUse(client)).toBeLessThanOrEqual(2);
    }
    for (const query of client.getQueryCache().getAll()) expect(query.gcTime).toBeLessThanOrEqual(5_000);
    expect(asked.length).toBeLessThanOrEqual(2 * 25 + 1);
  });
});
