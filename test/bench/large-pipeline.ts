import type {
  ActionRow,
  DeclaredStage,
  ExecutionMode,
  ExecutionRow,
  PipelineSnapshot,
  StageState,
} from '#shared/domain/pipeline.ts';

const type = { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' };
const idOf = (execution: number): string =>
  `${String(execution).padStart(8, '0')}-1111-4222-8333-444444444444`;

/**
 * A pipeline as large as CodePipeline allows, as it would be read: execution 1 is the oldest and the furthest. All are under way,
 * each in a stage of its own (in PARALLEL mode too), with every action that it has been through.
 */
export function aLargeSnapshot(
  mode: ExecutionMode,
  stageCount: number,
  actionCount: number,
  executionCount: number,
): PipelineSnapshot {
  const stages = Array.from({ length: stageCount }, (_, at): DeclaredStage => ({
    name: `Stage${at}`,
    actions: Array.from({ length: actionCount }, (_none, of) => ({
      ...{ name: `Action${of}`, actionTypeId: type, runOrder: 1 + Math.floor(of / 10), region: null },
      ...{ namespace: null, inputArtifacts: [], outputArtifacts: [], ours: false },
    })),
    ...{ conditions: [], onFailure: null, retryMode: null },
  }));
  const inStage = (execution: number): number => Math.max(0, stageCount - execution);
  const executions = Array.from({ length: executionCount }, (_, at): ExecutionRow => {
    const number = executionCount - at;
    return {
      ...{ executionId: idOf(number), status: 'InProgress', statusSummary: null, mode, pipelineVersion: 1 },
      ...{ type: 'STANDARD', rollbackTargetId: null, startedAt: number * 1000, updatedAt: number * 1000 },
      ...{ triggerType: 'StartPipelineExecution', triggerDetail: null, stopReason: null },
      ...{ supersededBy: null, revisions: [] },
    };
  });
  const actions = executions.flatMap(({ executionId }, at): ActionRow[] => {
    const last = inStage(executionCount - at);
    return stages.slice(0, last + 1).flatMap((stage, stageAt) =>
      stage.actions
        .filter(({ runOrder }) => stageAt < last || runOrder === 1)
        .map((action): ActionRow => ({
          actionExecutionId: `${executionId}/${stage.name}/${action.name}`,
          ...{ executionId, stageName: stage.name, actionName: action.name },
          status: stageAt < last ? 'Succeeded' : 'InProgress',
          ...{ startedAt: stageAt * 1000 + action.runOrder, updatedAt: stageAt * 1000 + action.runOrder },
          ...{ updatedBy: null, actionTypeId: type, region: 'us-east-1', configuration: [] },
          ...{ outputVariables: [], inputArtifacts: [], outputArtifacts: [], externalExecutionId: null },
          ...{ externalExecutionUrl: null, summary: null, errorCode: null, errorMessage: null },
        })),
    );
  });
  const states = stages.map(({ name }, at): StageState => {
    const execution = stageCount - at;
    const latest =
      execution >= 1 && execution <= executionCount
        ? { executionId: idOf(execution), status: 'InProgress' as const, type: 'STANDARD' }
        : null;
    return {
      ...{ name, latest: mode === 'PARALLEL' ? null : latest, inbound: [], actions: [], conditions: [] },
      transition: { enabled: true, changedBy: null, changedAt: null, reason: null },
      retryTrigger: null,
    };
  });
  return {
    ref: { region: 'us-east-1', name: 'large' },
    ...{ readAt: 0, version: 1, pipelineType: 'V2', executionMode: mode, variables: [] },
    ...{ stages, states, executions, actions, moreExecutions: false },
    lookedInto: executions.map(({ executionId }) => executionId),
  };
}
