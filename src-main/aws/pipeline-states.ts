import type {
  ActionState as ActionAnswer,
  GetPipelineStateOutput,
  StageConditionState,
  StageState as StageAnswer,
} from '@aws-sdk/client-codepipeline';
import type { ActionState, StageState } from '#shared/domain/pipeline.ts';

/** The stages as GetPipelineState tells them. Tokens of approvals are left behind. */
export function stageStates({ stageStates: stages = [] }: GetPipelineStateOutput): StageState[] {
  return stages.map(stageState);
}

function stageState(stage: StageAnswer): StageState {
  const { latestExecution, inboundTransitionState, inboundExecution } = stage;
  const inbound = stage.inboundExecutions ?? (inboundExecution ? [inboundExecution] : []);
  return {
    name: stage.stageName ?? '',
    latest: latestExecution?.pipelineExecutionId
      ? {
          executionId: latestExecution.pipelineExecutionId,
          status: latestExecution.status ?? 'InProgress',
          type: latestExecution.type ?? null,
        }
      : null,
    inbound: inbound.flatMap(({ pipelineExecutionId, status = 'InProgress' }) =>
      pipelineExecutionId === undefined ? [] : [{ executionId: pipelineExecutionId, status }],
    ),
    transition: inboundTransitionState
      ? {
          enabled: inboundTransitionState.enabled ?? true,
          changedBy: inboundTransitionState.lastChangedBy ?? null,
          changedAt: inboundTransitionState.lastChangedAt?.getTime() ?? null,
          reason: inboundTransitionState.disabledReason ?? null,
        }
      : null,
    actions: (stage.actionStates ?? []).map(actionState),
    conditions: [
      ...conditions('BEFORE_ENTRY', stage.beforeEntryConditionState),
      ...conditions('ON_SUCCESS', stage.onSuccessConditionState),
      ...conditions('ON_FAILURE', stage.onFailureConditionState),
    ],
    retryTrigger: stage.retryStageMetadata?.latestRetryTrigger ?? null,
  };
}

function conditions(
  type: StageState['conditions'][number]['type'],
  state: StageConditionState | undefined,
): StageState['conditions'] {
  return (state?.conditionStates ?? []).map(({ latestExecution, ruleStates = [] }) => ({
    type,
    status: latestExecution?.status ?? null,
    summary: latestExecution?.summary ?? null,
    rules: ruleStates.map((rule) => ({
      name: rule.ruleName ?? '',
      status: rule.latestExecution?.status ?? null,
      summary: rule.latestExecution?.summary ?? rule.latestExecution?.errorDetails?.message ?? null,
    })),
  }));
}

function actionState({ actionName, latestExecution, entityUrl, revisionUrl }: ActionAnswer): ActionState {
  const { token, status, errorDetails } = latestExecution ?? {};
  return {
    name: actionName ?? '',
    actionExecutionId: latestExecution?.actionExecutionId ?? null,
    status: status ?? null,
    summary: latestExecution?.summary ?? null,
    lastStatusChange: latestExecution?.lastStatusChange?.getTime() ?? null,
    lastUpdatedBy: latestExecution?.lastUpdatedBy ?? null,
    // Of an approval that waits it is the token of the answer.
    externalExecutionId: token === undefined ? (latestExecution?.externalExecutionId ?? null) : null,
    externalExecutionUrl: latestExecution?.externalExecutionUrl ?? null,
    percentComplete: latestExecution?.percentComplete ?? null,
    errorCode: errorDetails?.code ?? null,
    errorMessage: errorDetails?.message ?? null,
    revisionUrl: revisionUrl ?? null,
    entityUrl: entityUrl ?? null,
    waitsForApproval: token !== undefined && status === 'InProgress',
  };
}
