import type {
  GetPipelineStateOutput,
  RetryStageMetadata,
  StageDeclaration,
  StageExecution as StageExecutionShape,
  StageState,
  TransitionState as TransitionStateShape,
} from '@aws-sdk/client-codepipeline';
import type { PipelineExecution, StageExecution } from '../../world/pipelines/execution.ts';
import { declarationOf } from '../../world/pipelines/pipeline.ts';
import type { Pipeline, StagePlace, TransitionState } from '../../world/pipelines/pipeline.ts';
import type { World } from '../../world/world.ts';
import { actionState, latestOf } from './action-state.ts';
import { conditionStates } from './condition-state.ts';
import { epochSeconds } from './wire.ts';
import type { Wire } from './wire.ts';

/**
 * What GetPipelineState shows: the stages of the declaration in force, with whatever ran in them last. It looks
 * at the executions it names and at no others.
 *
 * Executions in PARALLEL mode have no part in the state of their pipeline: the service has it for SUPERSEDED
 * and QUEUED only, even the token of an approval has to be taken from ListActionExecutions
 * (https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutApprovalResult.html,
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/execution-modes.html).
 */
export function pipelineState(world: World, pipeline: Pipeline): Wire<GetPipelineStateOutput> {
  return {
    pipelineName: pipeline.name,
    pipelineVersion: pipeline.versions.length,
    stageStates: (declarationOf(pipeline).stages ?? []).map((stage) => stageState(world, pipeline, stage)),
    created: epochSeconds(pipeline.createdAt),
    updated: epochSeconds(pipeline.updatedAt),
  };
}

function stageState(world: World, pipeline: Pipeline, stage: StageDeclaration): Wire<StageState> {
  const stageName = stage.name ?? '';
  const place = pipeline.stages.get(stageName);
  const inbound = inboundExecutions(pipeline, place);
  const execution = shown(pipeline, place?.latestExecutionId);
  const latest = execution?.stages.get(stageName) ?? null;
  return {
    stageName,
    // One field is older than queues: there it names who enters next.
    inboundExecution: inbound[0],
    inboundExecutions: inbound,
    inboundTransitionState: transitionState(place?.inbound ?? null),
    actionStates: (stage.actions ?? []).map((action) =>
      actionState(world, pipeline, action, latestOf(pipeline, place, stageName, action.name ?? '')),
    ),
    latestExecution:
      execution && latest
        ? { pipelineExecutionId: execution.id, status: latest.status, type: execution.type }
        : undefined,
    ...conditionStates(world, pipeline, stage, latest),
    retryStageMetadata: latest ? retryMetadata(latest) : undefined,
  };
}

function shown(pipeline: Pipeline, executionId: string | null | undefined): PipelineExecution | null {
  const execution = executionId == null ? undefined : pipeline.executions.get(executionId);
  return execution && execution.mode !== 'PARALLEL' ? execution : null;
}

function inboundExecutions(pipeline: Pipeline, place: StagePlace | undefined): StageExecutionShape[] {
  return (place?.waiting ?? []).flatMap((id) => {
    const execution = shown(pipeline, id);
    if (!execution) return [];
    // Who waits is neither superseded nor ended; the words that remain are the same for stages.
    const status = execution.status === 'Stopping' ? 'Stopping' : 'InProgress';
    return [{ pipelineExecutionId: id, status, type: execution.type }];
  });
}

function transitionState(inbound: TransitionState | null): Wire<TransitionStateShape> {
  if (!inbound) return { enabled: true };
  return {
    enabled: !inbound.closed,
    lastChangedBy: inbound.changedBy,
    lastChangedAt: epochSeconds(inbound.changedAt),
    disabledReason: inbound.closed ? (inbound.reason ?? undefined) : undefined,
  };
}

function retryMetadata({ retries }: StageExecution): RetryStageMetadata | undefined {
  if (retries.latest === null) return undefined;
  return {
    autoStageRetryAttempt: retries.automatic > 0 ? retries.automatic : undefined,
    manualStageRetryAttempt: retries.manual > 0 ? retries.manual : undefined,
    latestRetryTrigger: retries.latest,
  };
}
