import { useQueries } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { RunPage, RunSummary } from '#shared/domain/run.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { request, type RequestError } from '#renderer/bridge/request.ts';
import { holdRows, type HeldOrder } from './held-rows.ts';
import { queryOfView, type RunsView } from './runs-view.ts';

export interface LiveRuns {
  rows: readonly RunSummary[];
  total: number;
  /** Null while they are not known. */
  countsByLane: RunPage['countsByLane'] | null;
  newCount: number;
  moved: boolean;
  loading: boolean;
  /** The rows shown belong to another question than the one that is being asked. */
  stale: boolean;
  error: RequestError | null;
  showNewest: () => void;
  refetch: () => void;
}

/**
 * The runs of a view, live. While `hold` is true the order on screen stays as it is and only the content of the rows
 * changes; with `frozen` not even that.
 */
export function useLiveRuns(view: RunsView, pageSize: number, hold: boolean, frozen: boolean): LiveRuns {
  const query = queryOfView(view, pageSize);
  const answer = useAnswer('runs.list', query, { keepPrevious: true });
  const key = JSON.stringify(query);
  const [held, setHeld] = useState<{ key: string; order: HeldOrder; snapshot: RunPage } | null>(null);
  const known = useRef(new Map<string, RunSummary>());
  const shown = useRef<{ key: string; rows: readonly RunSummary[]; total: number }>(null);
  const newest = answer.data;
  const current = newest !== undefined && !answer.isPlaceholderData ? newest : null;

  const take = (page: RunPage): void => {
    setHeld({ key, order: { runIds: page.rows.map((row) => row.runId), total: page.total }, snapshot: page });
  };
  const mustTake =
    current !== null &&
    current !== held?.snapshot &&
    (held?.key !== key || !(hold || frozen) || held.order.runIds.length === 0);
  // State follows the answer during render: an effect would show one frame of moved rows.
  if (mustTake) take(current);

  const page = current ?? newest ?? null;
  useAskAgainAt(page, () => void answer.refetch());
  const still = held !== null && held.key === key && current !== null && !mustTake;
  const kept = still ? holdRows(held.order, current, known.current, view.page === 1) : null;
  const looked = useQueries({
    queries: (frozen ? [] : (kept?.missing ?? [])).map((id) => ({
      queryKey: ['runs.get', { id }],
      queryFn: () => request('runs.get', { id }),
    })),
  });
  for (const { data } of looked) if (data) known.current.set(data.run.runId, data.run);
  if (!frozen) for (const row of current?.rows ?? []) known.current.set(row.runId, row);
  if (known.current.size > 2000) known.current.clear();

  if (!frozen || shown.current?.key !== key) {
    shown.current = { key, rows: kept?.rows ?? page?.rows ?? [], total: page?.total ?? 0 };
  }
  return {
    rows: shown.current.rows,
    total: shown.current.total,
    countsByLane: page?.countsByLane ?? null,
    newCount: kept?.newCount ?? 0,
    moved: kept?.moved ?? false,
    loading: answer.isPending,
    stale: answer.isPlaceholderData,
    error: answer.error,
    showNewest: () => {
      if (!current) return;
      shown.current = null;
      take(current);
    },
    refetch: () => void answer.refetch(),
  };
}

/** Further away, a change of the ledger comes first or the next answer names a nearer moment. */
const LONGEST_WAIT_MS = 3_600_000;

/** Deadlines come near without an event: the ledger says when a lane changes next by time alone. */
function useAskAgainAt(page: RunPage | null, ask: () => void): void {
  const again = useEffectEvent(ask);
  const next = page?.nextLaneChangeAt ?? null;
  const readAt = page?.readAt ?? 0;
  useEffect(() => {
    if (next === null) return;
    const timer = setTimeout(() => again(), Math.min(LONGEST_WAIT_MS, Math.max(0, next - readAt)) + 50);
    return () => clearTimeout(timer);
  }, [next, readAt]);
}
