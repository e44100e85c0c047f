import { useQueries } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import type { RequestOf, ResponseOf } from '#shared/ipc/contract.ts';
import { request } from '#renderer/bridge/request.ts';

/** Rows a page; the channels give at most 500. */
export const PAGE_ROWS = 200;
/** How long a page that was scrolled away is kept: of a million rows never more than a few pages are here. */
const KEPT_MS = 5_000;

/**
 * The pages of a long list that are in view, by their first row. A page is asked for when `onRange` says that it can be seen, and
 * asked again when `version` changes, while its last answer goes on standing there.
 */
export function usePages<C extends RequestChannel>(
  channel: C,
  payloadOf: (from: number, count: number) => RequestOf<C>,
  version: string | number,
): { pageAt: (row: number) => ResponseOf<C> | undefined; onRange: (first: number, last: number) => void } {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const froms: number[] = [];
  for (let page = Math.floor(range.first / PAGE_ROWS); page * PAGE_ROWS <= range.last; page += 1)
    froms.push(page * PAGE_ROWS);
  const answers = useQueries({
    queries: froms.map((from) => {
      const payload = payloadOf(from, PAGE_ROWS);
      return {
        queryKey: [channel, payload, version],
        queryFn: () => request(channel, payload),
        gcTime: KEPT_MS,
        retry: false,
        placeholderData: (previous: ResponseOf<C> | undefined) => previous,
      };
    }),
  });
  const onRange = useCallback((first: number, last: number) => {
    setRange((present) => (present.first === first && present.last === last ? present : { first, last }));
  }, []);
  const pageAt = (row: number): ResponseOf<C> | undefined =>
    answers[froms.indexOf(Math.floor(row / PAGE_ROWS) * PAGE_ROWS)]?.data;
  return { pageAt, onRange };
}
