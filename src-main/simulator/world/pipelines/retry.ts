import type { StageRetryMode } from '@aws-sdk/client-codepipeline';
import type { Entropy } from '../entropy.ts';
import { ServiceError } from '../service-error.ts';
import type { World } from '../world.ts';
import { advance, presentActions, restartActions } from './advance.ts';
import type { PipelineExecution, StageExecution } from './execution.ts';
import { requireStage } from './find.ts';
import { declarationAt, declarationOf, stagePlace } from './pipeline.ts';
import type { Pipeline } from './pipeline.ts';
import { requireRoom } from './start.ts';

/**
 * Retries a stage: the same execution goes on in it. Refused with NotLatestPipelineExecutionException once
 * another execution has entered, and with StageNotRetryableException where nothing failed or was stopped, where
 * the stages were changed since, or where a retry already works. Failed actions can be retried while others of
 * the stage work; all actions only once none does.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RetryStageExecution.html
 */
export function retryStage(
  world: World,
  pipeline: Pipeline,
  order: { stageName: string; executionId: string; mode: StageRetryMode },
  now: number,
  entropy: Entropy,
): void {
  const { stageName, executionId, mode } = order;
  requireStage(pipeline, stageName);
  const execution = requireLatest(pipeline, stageName, executionId);
  const stage = requireRetryable(pipeline, execution, stageName, mode);
  const isActive = pipeline.active.has(execution.id);
  if (!isActive) requireRoom(pipeline);

  const scene = { world, pipeline, now, entropy };
  const place = stagePlace(pipeline, stageName);
  if (execution.mode !== 'PARALLEL') place.lockedBy = execution.id;
  pipeline.active.add(execution.id);
  execution.status = 'InProgress';
  execution.statusSummary = null;
  execution.stopReason = null;
  execution.position = { at: 'stage', stageName };
  execution.lastUpdateAt = now;
  stage.retries.manual += 1;
  stage.retries.latest = 'ManualStageRetry';
  stage.retries.mode = mode;
  const { failedIn } = stage;
  if (mode === 'FAILED_ACTIONS' && (failedIn === 'entry' || failedIn === 'success')) {
    stage.status = 'InProgress';
    stage.phase = failedIn;
    stage.failedIn = null;
    stage.lastUpdateAt = now;
    stage.firstCondition = stage.conditions.length;
  } else {
    restartActions(scene, execution, stage, mode);
    if (failedIn === 'entry') stage.phase = 'entry';
  }
  advance(scene);
}

/** The execution that last entered a stage, or NotLatestPipelineExecutionException. */
export function requireLatest(pipeline: Pipeline, stageName: string, executionId: string): PipelineExecution {
  const execution = pipeline.executions.get(executionId);
  const isLatest = stagePlace(pipeline, stageName).latestExecutionId === executionId;
  if (execution && (isLatest || execution.mode === 'PARALLEL')) return execution;
  throw new ServiceError(
    'NotLatestPipelineExecutionException',
    `The pipeline execution '${executionId}' is not the latest execution in stage '${stageName}' of pipeline '${pipeline.name}'`,
  );
}

function requireRetryable(
  pipeline: Pipeline,
  execution: PipelineExecution,
  stageName: string,
  mode: StageRetryMode,
): StageExecution {
  const refuse = (why: string) =>
    new ServiceError('StageNotRetryableException', `Stage '${stageName}' cannot be retried: ${why}`);
  const stage = execution.stages.get(stageName);
  if (!stage) throw refuse('the execution has not been in it');
  const then = declarationAt(pipeline, execution.pipelineVersion).stages;
  if (JSON.stringify(then) !== JSON.stringify(declarationOf(pipeline).stages)) {
    throw refuse('the structure of the pipeline was changed since');
  }
  if (stage.status === 'Failed' || stage.status === 'Stopped') return stage;
  if (stage.status !== 'InProgress') throw refuse(`it is ${stage.status}`);
  const present = [...presentActions(stage).values()];
  if (!present.some(({ status }) => status === 'Failed')) throw refuse('no action of it has failed');
  if (mode === 'ALL_ACTIONS') throw refuse('an action of it is still in progress');
  return stage;
}
