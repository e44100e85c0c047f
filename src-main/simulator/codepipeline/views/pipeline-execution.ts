import type {
  ArtifactRevision,
  PipelineExecution as PipelineExecutionShape,
  PipelineExecutionSummary,
  SourceRevision,
} from '@aws-sdk/client-codepipeline';
import type { FoundRevision, PipelineExecution } from '../../world/pipelines/execution.ts';
import type { Pipeline } from '../../world/pipelines/pipeline.ts';
import { epochSeconds } from './wire.ts';
import type { Wire } from './wire.ts';

/** One execution as GetPipelineExecution shows it. */
export function pipelineExecution(
  pipeline: Pipeline,
  execution: PipelineExecution,
): Wire<PipelineExecutionShape> {
  return {
    pipelineName: pipeline.name,
    pipelineVersion: execution.pipelineVersion,
    pipelineExecutionId: execution.id,
    status: execution.status,
    statusSummary: execution.statusSummary ?? undefined,
    artifactRevisions: execution.revisions.flatMap(artifactRevision),
    variables: Object.entries(execution.variables).map(([name, resolvedValue]) => ({ name, resolvedValue })),
    trigger: { ...execution.trigger },
    executionMode: execution.mode,
    executionType: execution.type,
    rollbackMetadata: rollbackMetadata(execution),
  };
}

/** One execution as ListPipelineExecutions shows it. `stopTrigger` is there once somebody gave a reason. */
export function pipelineExecutionSummary(execution: PipelineExecution): Wire<PipelineExecutionSummary> {
  return {
    pipelineExecutionId: execution.id,
    status: execution.status,
    statusSummary: execution.statusSummary ?? undefined,
    startTime: epochSeconds(execution.startedAt),
    lastUpdateTime: epochSeconds(execution.lastUpdateAt),
    sourceRevisions: execution.revisions.map(sourceRevision),
    trigger: { ...execution.trigger },
    stopTrigger: execution.stopReason === null ? undefined : { reason: execution.stopReason },
    executionMode: execution.mode,
    executionType: execution.type,
    rollbackMetadata: rollbackMetadata(execution),
  };
}

function rollbackMetadata({
  rollbackTargetId,
}: PipelineExecution): PipelineExecutionSummary['rollbackMetadata'] {
  return rollbackTargetId === null ? undefined : { rollbackTargetPipelineExecutionId: rollbackTargetId };
}

function sourceRevision(found: FoundRevision): SourceRevision {
  const { actionName, revisionId, revisionSummary, revisionUrl } = found;
  return { actionName, revisionId, revisionSummary, revisionUrl };
}

function artifactRevision(found: FoundRevision): Wire<ArtifactRevision>[] {
  if (found.artifactName === null) return [];
  return [
    {
      name: found.artifactName,
      revisionId: found.revisionId,
      revisionChangeIdentifier: found.revisionChangeIdentifier ?? undefined,
      revisionSummary: found.revisionSummary,
      created: epochSeconds(found.created),
      revisionUrl: found.revisionUrl,
    },
  ];
}
