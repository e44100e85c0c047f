import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { request } from '#renderer/bridge/request.ts';
import type { PaletteEntry } from './entries.ts';
import { foundPipelines } from './pipeline-entries.ts';
import { foundRun } from './run-entries.ts';

const SHORTEST_SEARCH = 2;
const TYPING_PAUSE_MS = 120;
const MOST_RUNS = 8;
const MOST_CLIENTS = 4;

/** A text once it has not changed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** What the ledger and the token store hold for a text. `searching` until both have answered for the text as it is now. */
export interface Found {
  readonly runs: readonly PaletteEntry[];
  /** All that match, also those beyond the ones here. */
  readonly runTotal: number;
  readonly clients: readonly PaletteEntry[];
  readonly searching: boolean;
  readonly error: Error | null;
}

const NOTHING: Found = { runs: [], runTotal: 0, clients: [], searching: false, error: null };

/** Pipelines are made seldom; who has just made one lists again on their page. */
const LIST_STANDS_MS = 60_000;

/**
 * The pipelines whose names hold the text, as they were listed last, and the regions that could not be listed. Listed once something
 * is searched for, not before: each region costs a call.
 */
export function useFoundPipelines(text: string): {
  pipelines: readonly PaletteEntry[];
  unlisted: readonly string[];
} {
  const answer = useQuery({
    queryKey: ['pipelines.list', { refresh: false }],
    queryFn: () => request('pipelines.list', { refresh: false }),
    enabled: text.trim().length >= SHORTEST_SEARCH,
    staleTime: LIST_STANDS_MS,
    retry: false,
  });
  const regions = answer.data ?? [];
  return {
    pipelines: text.trim().length < SHORTEST_SEARCH ? [] : foundPipelines(regions, text),
    unlisted: regions.filter(({ problem }) => problem !== null).map(({ region }) => region),
  };
}

/** Searches runs and clients. The answer stands still while the text does, whatever arrives meanwhile. */
export function useFound(text: string): Found {
  const wanted = text.trim().slice(0, 200);
  const settled = useSettled(wanted);
  const answer = useQuery({
    queryKey: ['palette', settled],
    enabled: settled.length >= SHORTEST_SEARCH,
    staleTime: Infinity,
    retry: false,
    queryFn: async () => {
      const [runs, clients] = await Promise.all([
        request('runs.list', { text: settled, pageSize: MOST_RUNS }),
        request('clients.list', { text: settled, pageSize: MOST_CLIENTS }),
      ]);
      return { runs, clients };
    },
  });
  if (wanted.length < SHORTEST_SEARCH) return NOTHING;
  const searching = settled !== wanted || answer.isPending;
  if (searching || !answer.data) return { ...NOTHING, searching, error: searching ? null : answer.error };
  return {
    runs: answer.data.runs.rows.map(foundRun),
    runTotal: answer.data.runs.total,
    clients: answer.data.clients.rows.map(({ clientId, label }) => ({
      id: `client ${clientId}`,
      group: 'Go to',
      label,
      detail: `Client ${clientId}`,
      to: `/clients?q=${encodeURIComponent(clientId)}`,
    })),
    searching,
    error: null,
  };
}
