import type { Consequence, PipelineAct, Prediction } from '#shared/domain/pipeline-act.ts';
import type { PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { nameOf } from '#shared/domain/pipeline-told.ts';

/**
 * What AWS advises to do before an act. Source: "How executions work in CodePipeline": before a stop the transition in front of
 * the stage is disabled, so that the stage does not accept the execution that waits there once it is unlocked.
 */
export function adviceFor(
  snapshot: PipelineSnapshot,
  act: PipelineAct,
  consequences: readonly Consequence[],
): Prediction['advice'] {
  if (act.kind !== 'stop') return [];
  const stageName = stageHeldBy(snapshot, act.executionId);
  if (stageName === null || snapshot.stages[0]?.name === stageName) return [];
  const state = snapshot.states.find(({ name }) => name === stageName);
  if (state?.transition?.enabled === false) return [];
  const entering = consequences.find((one) => one.kind === 'enters' && one.stageName === stageName);
  const next = entering?.kind === 'enters' ? entering.executionId : (state?.inbound[0]?.executionId ?? null);
  if (next === null) return [];
  return [
    {
      sentence: `Disable the transition into ${stageName} first: otherwise ${nameOf(next).replace('Execution', 'execution')} enters as soon as the stop unlocks the stage.`,
      act: {
        kind: 'disable-transition',
        stageName,
        transitionType: 'Inbound',
        transitionReason: 'Held before a stop',
      },
    },
  ];
}

function stageHeldBy(snapshot: PipelineSnapshot, executionId: string): string | null {
  const held = snapshot.states.find(
    ({ latest }) =>
      latest?.executionId === executionId && (latest.status === 'InProgress' || latest.status === 'Stopping'),
  );
  return held?.name ?? null;
}
