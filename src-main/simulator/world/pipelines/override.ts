import type { ConditionType } from '@aws-sdk/client-codepipeline';
import type { Entropy } from '../entropy.ts';
import { ServiceError } from '../service-error.ts';
import type { World } from '../world.ts';
import { advance } from './advance.ts';
import { conditionRuns } from './conditions.ts';
import type { ConditionRun, StageExecution } from './execution.ts';
import { requireStage } from './find.ts';
import { stagePlace } from './pipeline.ts';
import type { Pipeline } from './pipeline.ts';
import { requireLatest } from './retry.ts';
import { requireRoom } from './start.ts';

/**
 * Lets an execution pass conditions that are in progress or were not met; a stage that failed for them goes on.
 * ConditionNotOverridableException where there is nothing to override, and in a stage that is being stopped.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_OverrideStageCondition.html
 */
export function overrideCondition(
  world: World,
  pipeline: Pipeline,
  order: { stageName: string; executionId: string; type: ConditionType },
  callerArn: string,
  now: number,
  entropy: Entropy,
): void {
  const { stageName, executionId, type } = order;
  requireStage(pipeline, stageName);
  const execution = requireLatest(pipeline, stageName, executionId);
  const stage = execution.stages.get(stageName);
  const phase = type === 'BEFORE_ENTRY' ? 'entry' : 'success';
  const runs = stage ? conditionRuns(stage, type) : [];
  // One that is being stopped stays stopped.
  const isOpen =
    (stage?.status === 'InProgress' && stage.phase === phase) ||
    (stage?.status === 'Failed' && stage.failedIn === phase);
  if (!stage || runs.length === 0 || !isOpen) {
    const message = `The ${type} conditions of stage '${stageName}' cannot be overridden now`;
    throw new ServiceError('ConditionNotOverridableException', message);
  }
  if (!pipeline.active.has(executionId)) requireRoom(pipeline);
  markOverridden(runs, callerArn, now);
  stage.overridden = [...stage.overridden, type];
  goOn(stage, phase, now);
  execution.status = 'InProgress';
  execution.statusSummary = null;
  execution.position = { at: 'stage', stageName };
  execution.lastUpdateAt = now;
  if (execution.mode !== 'PARALLEL') stagePlace(pipeline, stageName).lockedBy = executionId;
  pipeline.active.add(executionId);
  advance({ world, pipeline, now, entropy });
}

function goOn(stage: StageExecution, phase: 'entry' | 'success', now: number): void {
  stage.phase = phase;
  stage.status = 'InProgress';
  stage.failedIn = null;
  stage.lastUpdateAt = now;
}

function markOverridden(runs: readonly ConditionRun[], callerArn: string, now: number): void {
  for (const run of runs) {
    if (run.status === 'Succeeded') continue;
    run.status = 'Overridden';
    run.lastStatusChange = now;
    run.summary = `Overridden by ${callerArn}`;
    for (const rule of run.rules) {
      if (rule.status !== 'InProgress') continue;
      rule.status = 'Abandoned';
      rule.updatedBy = callerArn;
      rule.lastUpdateAt = now;
    }
  }
}
