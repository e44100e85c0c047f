import type { ExecutionTrigger, SourceRevisionOverride } from '@aws-sdk/client-codepipeline';
import type { PipelineExecution } from './execution.ts';
import { declarationOf, modeOf } from './pipeline.ts';
import type { Scene } from './scene.ts';
import { arrive } from './waiting.ts';

/** What starts an execution. `rollback` makes it run one stage with what another execution had. */
export interface ExecutionOrder {
  readonly trigger: ExecutionTrigger;
  readonly variables?: Readonly<Record<string, string>>;
  readonly revisionOverrides?: readonly SourceRevisionOverride[];
  readonly rollback?: { readonly stageName: string; readonly target: PipelineExecution };
}

/** Makes an execution of the declaration in force and puts it in front of its first stage. Nothing moves yet. */
export function addExecution(scene: Scene, order: ExecutionOrder): PipelineExecution {
  const { pipeline, now, entropy } = scene;
  const { rollback } = order;
  const declaration = declarationOf(pipeline);
  const defaults = (declaration.variables ?? []).flatMap(({ name, defaultValue }) =>
    name === undefined || defaultValue === undefined ? [] : [[name, defaultValue] as const],
  );
  const execution: PipelineExecution = {
    id: entropy.uuid(),
    ordinal: pipeline.executions.size + 1,
    pipelineVersion: pipeline.versions.length,
    mode: modeOf(declaration),
    type: rollback ? 'ROLLBACK' : 'STANDARD',
    rollbackTargetId: rollback?.target.id ?? null,
    onlyStage: rollback?.stageName ?? null,
    trigger: order.trigger,
    startedAt: now,
    lastUpdateAt: now,
    status: 'InProgress',
    statusSummary: null,
    stopReason: null,
    position: { at: 'end' },
    stages: new Map(),
    variables: rollback?.target.variables ?? { ...Object.fromEntries(defaults), ...order.variables },
    revisionOverrides: order.revisionOverrides ?? [],
    revisions: [...(rollback?.target.revisions ?? [])],
    artifacts: new Map(rollback?.target.artifacts),
    namespaces: new Map(rollback?.target.namespaces),
  };
  pipeline.executions.set(execution.id, execution);
  pipeline.active.add(execution.id);
  arrive(scene, execution, rollback?.stageName ?? declaration.stages?.[0]?.name ?? '');
  return execution;
}

/** The newest execution a stage can be brought back to: it succeeded there, with the declaration in force. */
export function newestSuccessIn(scene: Scene, stageName: string): PipelineExecution | null {
  const { executions, versions } = scene.pipeline;
  return (
    [...executions.values()].findLast(
      (one) =>
        one.type === 'STANDARD' &&
        one.pipelineVersion === versions.length &&
        one.stages.get(stageName)?.status === 'Succeeded',
    ) ?? null
  );
}

/**
 * Starts the rollback that a failed stage or a condition asks for; without an execution to go back to the failure
 * stands. So does that of a rollback (an assumption): the next one would go to the same execution, without end.
 */
export function addAutomatedRollback(scene: Scene, stageName: string, failed: PipelineExecution): void {
  if (failed.type === 'ROLLBACK') return;
  const target = newestSuccessIn(scene, stageName);
  if (!target) return;
  const trigger = { triggerType: 'AutomatedRollback', triggerDetail: failed.id } as const;
  addExecution(scene, { trigger, rollback: { stageName, target } });
}
