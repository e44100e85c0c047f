import { useEffect } from 'react';
import { useAnswer, useChange } from '#renderer/bridge/queries.ts';
import type { ResponseOf } from '#shared/ipc/contract.ts';

const LOOK_EVERY_MS = 1_000;

/** A look at every pipeline, begun while a filter needs it; null before anything is known of one. */
export function useScan(needed: boolean): ResponseOf<'pipelines.scan'> | null {
  const { mutate } = useChange('pipelines.scan', ['pipelines.scan']);
  const answer = useAnswer(
    'pipelines.scan',
    { start: false },
    needed ? { refetchEveryMs: LOOK_EVERY_MS } : {},
  );
  useEffect(() => {
    if (needed) mutate({ start: true });
  }, [needed, mutate]);
  return answer.data ?? null;
}
