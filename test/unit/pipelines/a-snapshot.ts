import type {
  ActionRow,
  ActionStatus,
  DeclaredStage,
  ExecutionMode,
  ExecutionRow,
  ExecutionStatus,
  PipelineSnapshot,
  StageState,
  StageStatus,
} from '#shared/domain/pipeline.ts';

/** An id whose first part is the execution's number, so that sentences read as in AWS's own examples. */
export const idOf = (execution: number): string => `${execution}-1111-4222-8333-444444444444`;

/** What is said of a stage: who is in it or was last, who waits, whether the transition is disabled. */
export interface Told {
  latest?: [execution: number, status: StageStatus];
  inbound?: number[];
  disabled?: boolean;
}

const SHAPE: Record<string, string[]> = { Source: ['Fetch'], Build: ['Compile'], Deploy: ['Upload'] };

/**
 * A pipeline of Source, Build and Deploy, an action each. `executions` from the oldest to the newest; `actions` says how the
 * action of a stage stands for an execution, where it began.
 */
export function aSnapshot(given: {
  mode?: ExecutionMode;
  executions: Record<number, ExecutionStatus>;
  stages?: Record<string, Told>;
  actions?: [execution: number, stage: string, status: ActionStatus][];
  change?: (stages: DeclaredStage[]) => void;
}): PipelineSnapshot {
  const mode = given.mode ?? 'SUPERSEDED';
  const stages = Object.entries(SHAPE).map(([name, actions]) => aStage(name, actions));
  given.change?.(stages);
  return {
    ref: { region: 'us-east-1', name: 'release' },
    readAt: 0,
    version: 1,
    pipelineType: 'V2',
    executionMode: mode,
    variables: [],
    stages,
    states: stages.map(({ name }) => aState(name, given.stages?.[name] ?? {})),
    executions: Object.entries(given.executions)
      .map(([number, status]) => anExecution(Number(number), status, mode))
      .reverse(),
    actions: (given.actions ?? []).map(([execution, stageName, status], at) =>
      anAction(execution, stageName, status, at, stages),
    ),
    lookedInto: [...new Set((given.actions ?? []).map(([execution]) => idOf(execution)))],
    moreExecutions: false,
  };
}

function aStage(name: string, actions: readonly string[]): DeclaredStage {
  return {
    name,
    actions: actions.map((action) => ({
      name: action,
      actionTypeId: { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' },
      runOrder: 1,
      region: null,
      namespace: null,
      inputArtifacts: [],
      outputArtifacts: [],
      ours: false,
    })),
    conditions: [],
    onFailure: null,
    retryMode: null,
  };
}

function aState(name: string, told: Told): StageState {
  return {
    name,
    latest: told.latest
      ? { executionId: idOf(told.latest[0]), status: told.latest[1], type: 'STANDARD' }
      : null,
    inbound: (told.inbound ?? []).map((one) => ({ executionId: idOf(one), status: 'InProgress' })),
    transition: { enabled: told.disabled !== true, changedBy: null, changedAt: null, reason: null },
    actions: [],
    conditions: [],
    retryTrigger: null,
  };
}

function anExecution(number: number, status: ExecutionStatus, mode: ExecutionMode): ExecutionRow {
  return {
    executionId: idOf(number),
    status,
    statusSummary: null,
    mode,
    pipelineVersion: 1,
    type: 'STANDARD',
    rollbackTargetId: null,
    startedAt: number * 1000,
    updatedAt: number * 1000,
    triggerType: 'StartPipelineExecution',
    triggerDetail: null,
    stopReason: null,
    supersededBy: null,
    revisions: [],
  };
}

function anAction(
  execution: number,
  stageName: string,
  status: ActionStatus,
  at: number,
  stages: readonly DeclaredStage[],
): ActionRow {
  const declared = stages.find(({ name }) => name === stageName)?.actions[0];
  return {
    actionExecutionId: `${execution} ${stageName} ${at}`,
    executionId: idOf(execution),
    stageName,
    actionName: declared?.name ?? '',
    status,
    startedAt: 100 + at,
    updatedAt: 100 + at,
    updatedBy: null,
    actionTypeId: declared?.actionTypeId ?? null,
    region: 'us-east-1',
    configuration: [],
    outputVariables: [],
    inputArtifacts: [],
    outputArtifacts: [],
    externalExecutionId: null,
    externalExecutionUrl: null,
    summary: null,
    errorCode: null,
    errorMessage: null,
  };
}
