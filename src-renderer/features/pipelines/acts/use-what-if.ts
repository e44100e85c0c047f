import { useEffect, useEffectEvent, useRef } from 'react';
import type { PipelineAct, Prediction } from '#shared/domain/pipeline-act.ts';
import type { PipelineRef, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { triedAct } from './ready-act.ts';

/** What decides what an act causes: two snapshots with the same text give the same prediction. */
export function moveOf({ version, states, executions, actions }: PipelineSnapshot): string {
  return JSON.stringify([
    version,
    states.map(({ name, latest, inbound, transition, conditions }) => [
      name,
      latest,
      inbound,
      transition?.enabled,
      conditions.map(({ status }) => status),
    ]),
    executions.map(({ executionId, status }) => [executionId, status]),
    actions.map(({ actionExecutionId, status }) => [actionExecutionId, status]),
  ]);
}

/** A what-if as it stands; `fresh` only while it is of the pipeline as it was read last. */
export interface WhatIf {
  readonly prediction: Prediction | null;
  readonly readAt: number | null;
  readonly fresh: boolean;
  readonly error: Error | null;
  readonly again: () => void;
}

/** The what-if of an act that is being put together, asked again whenever the pipeline has moved. */
export function useWhatIf(pipeline: PipelineRef, draft: PipelineAct, snapshot: PipelineSnapshot): WhatIf {
  const act = triedAct(draft) ?? draft;
  const answer = useAnswer('pipelines.whatIf', { pipeline, act }, { anew: true });
  const move = moveOf(snapshot);
  const asked = useRef(move);
  const askAgain = useEffectEvent(() => void answer.refetch());
  useEffect(() => {
    if (asked.current === move) return;
    asked.current = move;
    askAgain();
  }, [move]);
  return {
    prediction: answer.data?.prediction ?? null,
    readAt: answer.data?.readAt ?? null,
    fresh: answer.isSuccess && !answer.isFetching,
    error: answer.error,
    again: () => void answer.refetch(),
  };
}
