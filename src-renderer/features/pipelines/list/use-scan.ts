import { useEffect } from 'react';
import { useAnswer, useChange } from '#renderer/bridge/queries.ts';
import type { ResponseOf } from '#shared/ipc/contract.ts';

const LOOK_EVERY_MS = 1_000;

/** A look at every pipeline; `progress` null before anything is known of it. */
export interface Scan {
  readonly progress: ResponseOf<'pipelines.scan'> | null;
  readonly start: () => void;
  readonly stop: () => void;
}

/** Begins a look at every pipeline when a filter comes to need it, and goes on then with one that was stopped. */
export function useScan(needed: boolean): Scan {
  const { mutate } = useChange('pipelines.scan', ['pipelines.scan']);
  const answer = useAnswer(
    'pipelines.scan',
    { change: null },
    needed ? { refetchEveryMs: LOOK_EVERY_MS } : {},
  );
  useEffect(() => {
    if (needed) mutate({ change: 'start' });
  }, [needed, mutate]);
  return {
    progress: answer.data ?? null,
    start: () => mutate({ change: 'start' }),
    stop: () => mutate({ change: 'stop' }),
  };
}
