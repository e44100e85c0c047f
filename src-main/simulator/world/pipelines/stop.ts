import type { Entropy } from '../entropy.ts';
import { ServiceError } from '../service-error.ts';
import { abandonChain } from '../abandon-chain.ts';
import type { World } from '../world.ts';
import { advance } from './advance.ts';
import type { ActionExecution, PipelineExecution, StageExecution } from './execution.ts';
import type { Pipeline } from './pipeline.ts';
import { endExecution } from './waiting.ts';

/**
 * Stops an execution. Wait: what is in progress ends, nothing further starts; Stopping, then Stopped. Abandon:
 * what is in progress becomes Abandoned at once, also while Stopping. One that waits in front of a stage is
 * Stopped at once and never enters. The stage is free afterwards, so whoever waits there goes in.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_StopPipelineExecution.html
 */
export function stopExecution(
  world: World,
  pipeline: Pipeline,
  executionId: string,
  order: { abandon: boolean; reason: string | null },
  callerArn: string,
  now: number,
  entropy: Entropy,
): void {
  const execution = requireStoppable(pipeline, executionId);
  if (execution.status === 'Stopping' && !order.abandon) {
    throw new ServiceError(
      'DuplicatedStopRequestException',
      `The pipeline execution '${executionId}' in pipeline '${pipeline.name}' is already in a Stopping state`,
    );
  }
  const scene = { world, pipeline, now, entropy };
  execution.stopReason = order.reason ?? execution.stopReason;
  if (execution.position.at === 'waiting') {
    endExecution(scene, execution, 'Stopped', execution.stopReason);
  } else {
    execution.status = 'Stopping';
    execution.lastUpdateAt = now;
    const stage = presentStage(execution);
    if (stage) {
      stage.status = 'Stopping';
      if (order.abandon) abandonStage(world, stage, callerArn, now);
    }
  }
  advance(scene);
}

/** Ends all that goes on in a pipeline that is about to be deleted; its jobs take no results any more. */
export function abandonAll(world: World, pipeline: Pipeline, now: number): void {
  for (const id of [...pipeline.active]) {
    const execution = pipeline.executions.get(id);
    if (!execution) continue;
    const stage = presentStage(execution);
    if (stage) abandonStage(world, stage, null, now);
    endExecution({ pipeline, now }, execution, 'Stopped', 'The pipeline was deleted');
  }
}

function requireStoppable(pipeline: Pipeline, executionId: string): PipelineExecution {
  const execution = pipeline.executions.get(executionId);
  if (execution?.status === 'InProgress' || execution?.status === 'Stopping') return execution;
  const why = execution ? `it is ${execution.status}` : 'there is no such execution';
  throw new ServiceError(
    'PipelineExecutionNotStoppableException',
    `Unable to stop pipeline execution '${executionId}' in pipeline '${pipeline.name}': ${why}`,
  );
}

function presentStage(execution: PipelineExecution): StageExecution | undefined {
  return execution.position.at === 'stage' ? execution.stages.get(execution.position.stageName) : undefined;
}

function abandonStage(world: World, stage: StageExecution, callerArn: string | null, now: number): void {
  for (const action of stage.actions) {
    if (action.status === 'InProgress') abandonAction(world, action, callerArn, now);
  }
  for (const run of stage.conditions) {
    for (const rule of run.rules) {
      if (rule.status !== 'InProgress') continue;
      rule.status = 'Abandoned';
      rule.updatedBy = callerArn;
      rule.lastUpdateAt = now;
    }
    if (run.status !== 'InProgress') continue;
    run.status = 'Abandoned';
    run.lastStatusChange = now;
  }
}

function abandonAction(world: World, action: ActionExecution, callerArn: string | null, now: number): void {
  action.status = 'Abandoned';
  action.updatedBy = callerArn;
  action.lastUpdateAt = now;
  if (action.work.kind === 'jobs') abandonChain(world, action.work.chainId);
}
