import { keepPreviousData, replaceEqualDeep, useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { RunPage, RunSummary } from '#shared/domain/run.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { request, type RequestError } from '#renderer/bridge/request.ts';
import { holdRows, missingFrom, type HeldOrder } from './held-rows.ts';
import { queryOfView, type RunsView } from './runs-view.ts';

export interface LiveRuns {
  /** A run that has not changed is the same object as before, wherever it stands now. */
  rows: readonly RunSummary[];
  /** The question that the rows answer. */
  rowsKey: string;
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
  const newest = useSteady(answer.data);
  const answered = useRef('');
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

  if (current) answered.current = key;
  const page = current ?? newest ?? null;
  useAskAgainAt(page, () => void answer.refetch());
  const still = held !== null && held.key === key && current !== null && !mustTake;
  const missing = still && !frozen ? missingFrom(current, held.order) : [];
  for (const row of useRowsOf(missing)) known.current.set(row.runId, row);
  const kept = still ? holdRows(held.order, current, known.current, view.page === 1) : null;
  if (!frozen) for (const row of current?.rows ?? []) known.current.set(row.runId, row);
  if (known.current.size > 2000) known.current.clear();

  if (!frozen || shown.current?.key !== answered.current) {
    const rows = kept?.rows ?? page?.rows ?? [];
    shown.current = { key: answered.current, rows, total: page?.total ?? 0 };
  }
  return {
    rows: shown.current.rows,
    rowsKey: answered.current,
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

const NO_ROWS: readonly RunSummary[] = [];

/** These runs as they are now: one question for all of them, however many a busy ledger has pushed off the newest page. */
function useRowsOf(runIds: readonly string[]): readonly RunSummary[] {
  const question = { runIds: [...runIds] };
  const { data } = useQuery({
    queryKey: ['runs.rows', question],
    queryFn: () => request('runs.rows', question),
    enabled: runIds.length > 0,
    placeholderData: keepPreviousData,
    // Each run that leaves the page makes another question: none of them comes back.
    gcTime: 0,
  });
  return data ?? NO_ROWS;
}

/** The answer with those runs as they were that have not changed: the cache compares by place, and places move. */
function useSteady(answer: RunPage | undefined): RunPage | undefined {
  const before = useRef<ReadonlyMap<string, RunSummary>>(new Map());
  return useMemo(() => {
    if (!answer) return answer;
    const rows = answer.rows.map((row): RunSummary =>
      replaceEqualDeep<RunSummary>(before.current.get(row.runId), row),
    );
    before.current = new Map(rows.map((row) => [row.runId, row]));
    return { ...answer, rows };
  }, [answer]);
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
