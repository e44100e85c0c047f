import type {
  ActionExecutionDetail,
  ArtifactDetail,
  GetPipelineExecutionOutput,
  PipelineExecutionSummary,
  SourceRevision,
} from '@aws-sdk/client-codepipeline';
import type { ActionRow, ExecutionRow } from '#shared/domain/pipeline.ts';
import { looksSecret } from '#shared/domain/secret-names.ts';

/** A line of ListPipelineExecutions. */
export function executionRow(answer: PipelineExecutionSummary): ExecutionRow {
  return {
    executionId: answer.pipelineExecutionId ?? '',
    status: answer.status ?? 'InProgress',
    statusSummary: answer.statusSummary ?? null,
    mode: answer.executionMode ?? null,
    pipelineVersion: null,
    type: answer.executionType ?? null,
    rollbackTargetId: answer.rollbackMetadata?.rollbackTargetPipelineExecutionId ?? null,
    startedAt: answer.startTime?.getTime() ?? null,
    updatedAt: answer.lastUpdateTime?.getTime() ?? null,
    triggerType: answer.trigger?.triggerType ?? null,
    triggerDetail: answer.trigger?.triggerDetail ?? null,
    stopReason: answer.stopTrigger?.reason ?? null,
    supersededBy: supersededBy(answer.statusSummary),
    revisions: (answer.sourceRevisions ?? []).map(revision),
  };
}

/** GetPipelineExecution, which tells variables and version, and no times. */
export function executionDetail({ pipelineExecution: answer = {} }: GetPipelineExecutionOutput): {
  row: ExecutionRow;
  variables: { name: string; value: string }[];
} {
  const row = executionRow({
    ...answer,
    sourceRevisions: answer.artifactRevisions?.map(({ name, revisionId, revisionSummary, revisionUrl }) => ({
      actionName: name,
      revisionId,
      revisionSummary,
      revisionUrl,
    })),
  });
  return {
    row: { ...row, pipelineVersion: answer.pipelineVersion ?? null },
    variables: (answer.variables ?? []).map(({ name = '', resolvedValue = '' }) => ({
      name,
      value: looksSecret(name) ? '[secret]' : resolvedValue,
    })),
  };
}

/** The summary of a superseded execution names the other one where the service writes it at all. */
function supersededBy(summary: string | undefined): string | null {
  return (
    /superseded by[^0-9a-f]*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i.exec(summary ?? '')?.[1] ?? null
  );
}

function revision({ actionName, revisionId, revisionSummary, revisionUrl }: SourceRevision) {
  return {
    actionName: actionName ?? '',
    revisionId: revisionId ?? null,
    summary: revisionSummary ?? null,
    url: revisionUrl ?? null,
  };
}

const masked = (values: Record<string, string> | undefined) =>
  Object.entries(values ?? {}).map(([name, value]) => ({
    name,
    value: looksSecret(name) ? '[secret]' : value,
  }));

/** One of ListActionExecutions. */
export function actionRow(answer: ActionExecutionDetail): ActionRow & { pipelineVersion: number | null } {
  const { input, output } = answer;
  const result = output?.executionResult;
  const type = input?.actionTypeId;
  return {
    actionExecutionId: answer.actionExecutionId ?? '',
    executionId: answer.pipelineExecutionId ?? '',
    pipelineVersion: answer.pipelineVersion ?? null,
    stageName: answer.stageName ?? '',
    actionName: answer.actionName ?? '',
    status: answer.status ?? 'InProgress',
    startedAt: answer.startTime?.getTime() ?? null,
    updatedAt: answer.lastUpdateTime?.getTime() ?? null,
    updatedBy: answer.updatedBy ?? null,
    actionTypeId: type
      ? {
          category: type.category ?? '',
          owner: type.owner ?? '',
          provider: type.provider ?? '',
          version: type.version ?? '',
        }
      : null,
    region: input?.region ?? null,
    configuration: masked(input?.resolvedConfiguration ?? input?.configuration),
    outputVariables: masked(output?.outputVariables),
    inputArtifacts: (input?.inputArtifacts ?? []).map(artifact),
    outputArtifacts: (output?.outputArtifacts ?? []).map(artifact),
    externalExecutionId: type?.category === 'Approval' ? null : (result?.externalExecutionId ?? null),
    externalExecutionUrl: result?.externalExecutionUrl ?? null,
    summary: result?.externalExecutionSummary ?? null,
    errorCode: result?.errorDetails?.code ?? null,
    errorMessage: result?.errorDetails?.message ?? null,
  };
}

function artifact({ name, s3location }: ArtifactDetail) {
  return { name: name ?? '', bucket: s3location?.bucket ?? null, key: s3location?.key ?? null };
}
