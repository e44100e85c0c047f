import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import { assertNever } from '#shared/domain/exhaustive.ts';
import { SECRET_MARK } from '#shared/domain/secret.ts';
import type { ApiCall } from '#renderer/run-acts/api-call.ts';

const LONGEST_STOP_REASON = 200;

/** The one call that an act makes, in the words of the API reference; the approval's token is read in that moment. */
export function callOf(pipelineName: string, act: PipelineAct, reason: string): ApiCall {
  switch (act.kind) {
    case 'start':
      return {
        operation: 'StartPipelineExecution',
        parameters: {
          name: pipelineName,
          ...(act.variables.length > 0 ? { variables: act.variables } : {}),
          ...(act.sourceRevisions.length > 0 ? { sourceRevisions: act.sourceRevisions } : {}),
        },
      };
    case 'stop': {
      const given = reason.trim().slice(0, LONGEST_STOP_REASON);
      return {
        operation: 'StopPipelineExecution',
        parameters: {
          pipelineName,
          pipelineExecutionId: act.executionId,
          abandon: act.abandon,
          ...(given ? { reason: given } : {}),
        },
      };
    }
    case 'retry':
      return {
        operation: 'RetryStageExecution',
        parameters: {
          pipelineName,
          stageName: act.stageName,
          pipelineExecutionId: act.executionId,
          retryMode: act.mode,
        },
      };
    case 'disable-transition':
      return {
        operation: 'DisableStageTransition',
        parameters: {
          pipelineName,
          stageName: act.stageName,
          transitionType: act.transitionType,
          reason: act.transitionReason,
        },
      };
    case 'enable-transition':
      return {
        operation: 'EnableStageTransition',
        parameters: { pipelineName, stageName: act.stageName, transitionType: act.transitionType },
      };
    case 'approval':
      return {
        operation: 'PutApprovalResult',
        parameters: {
          pipelineName,
          stageName: act.stageName,
          actionName: act.actionName,
          token: SECRET_MARK,
          result: { status: act.status, summary: act.summary },
        },
      };
    case 'rollback':
      return {
        operation: 'RollbackStage',
        parameters: {
          pipelineName,
          stageName: act.stageName,
          targetPipelineExecutionId: act.targetExecutionId,
        },
      };
    case 'override-condition':
      return {
        operation: 'OverrideStageCondition',
        parameters: {
          pipelineName,
          stageName: act.stageName,
          pipelineExecutionId: act.executionId,
          conditionType: act.conditionType,
        },
      };
    default:
      return assertNever(act);
  }
}
