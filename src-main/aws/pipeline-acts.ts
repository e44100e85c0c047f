import {
  DisableStageTransitionCommand,
  EnableStageTransitionCommand,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  OverrideStageConditionCommand,
  PutApprovalResultCommand,
  RetryStageExecutionCommand,
  RollbackStageCommand,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
  type ConditionType,
} from '@aws-sdk/client-codepipeline';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { assertNever } from '#shared/domain/exhaustive.ts';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { PipelineRef } from '#shared/domain/pipeline.ts';
import { Secret } from '#shared/domain/secret.ts';
import { namedCall } from './named-call.ts';
import type { CodePipelineClients } from './clients.ts';

/** What an act is sent with besides itself. */
export interface PipelineActContext {
  /** For the stop reason that CodePipeline keeps; at most 200 characters of it are sent. */
  reason: string | null;
  /** The same start sent twice makes one execution. */
  clientRequestToken: string;
  /** Of the approval, as `approvalToken` read it just before. */
  approvalToken: Secret | null;
}

/** Acts on pipelines in the account of the credentials; each is one call, and throws an ActionDeskError. */
export interface PipelineActs {
  /** Answers the execution that a start or a rollback made. */
  send(
    pipeline: PipelineRef,
    act: PipelineAct,
    context: PipelineActContext,
  ): Promise<{ executionId: string | null }>;
  /**
   * The token of an approval that waits, read fresh; null where none waits any more. In PARALLEL mode it comes from
   * ListActionExecutions. Source: PutApprovalResult in the CodePipeline API reference.
   */
  approvalToken(
    pipeline: PipelineRef,
    approval: {
      stageName: string;
      actionName: string;
      actionExecutionId: string | null;
      /** Of the asking, where it is known: bounds what is read in PARALLEL mode. */
      executionId?: string | null;
      parallel: boolean;
    },
  ): Promise<Secret | null>;
}

const LONGEST_STOP_REASON = 200;

export function createPipelineActs(clients: CodePipelineClients): PipelineActs {
  const call = <T>(
    name: string,
    secrets: readonly (Secret | null)[],
    send: (options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> => namedCall(name, { timeoutMs: clients.callTimeoutMs, secrets }, send);

  return {
    async send({ region, name: pipelineName }, act, context) {
      const client = clients.of(region);
      switch (act.kind) {
        case 'start': {
          const { variables, sourceRevisions } = act;
          const command = new StartPipelineExecutionCommand({
            name: pipelineName,
            clientRequestToken: context.clientRequestToken,
            ...(variables.length > 0 ? { variables } : {}),
            ...(sourceRevisions.length > 0 ? { sourceRevisions } : {}),
          });
          const answer = await call('StartPipelineExecution', [], (options) => client.send(command, options));
          return { executionId: answer.pipelineExecutionId ?? null };
        }
        case 'stop': {
          const reason = context.reason?.slice(0, LONGEST_STOP_REASON);
          const command = new StopPipelineExecutionCommand({
            pipelineName,
            pipelineExecutionId: act.executionId,
            abandon: act.abandon,
            ...(reason ? { reason } : {}),
          });
          await call('StopPipelineExecution', [], (options) => client.send(command, options));
          return { executionId: null };
        }
        case 'retry': {
          const command = new RetryStageExecutionCommand({
            pipelineName,
            stageName: act.stageName,
            pipelineExecutionId: act.executionId,
            retryMode: act.mode,
          });
          await call('RetryStageExecution', [], (options) => client.send(command, options));
          return { executionId: null };
        }
        case 'disable-transition': {
          const { stageName, transitionType, transitionReason: reason } = act;
          const command = new DisableStageTransitionCommand({
            pipelineName,
            stageName,
            transitionType,
            reason,
          });
          await call('DisableStageTransition', [], (options) => client.send(command, options));
          return { executionId: null };
        }
        case 'enable-transition': {
          const { stageName, transitionType } = act;
          const command = new EnableStageTransitionCommand({ pipelineName, stageName, transitionType });
          await call('EnableStageTransition', [], (options) => client.send(command, options));
          return { executionId: null };
        }
        case 'approval': {
          if (!context.approvalToken)
            throw new ActionDeskError('not-allowed-now', 'The approval no longer waits for an answer.');
          const command = new PutApprovalResultCommand({
            pipelineName,
            stageName: act.stageName,
            actionName: act.actionName,
            token: context.approvalToken.reveal(),
            result: { status: act.status, summary: act.summary },
          });
          await call('PutApprovalResult', [context.approvalToken], (options) =>
            client.send(command, options),
          );
          return { executionId: null };
        }
        case 'rollback': {
          const command = new RollbackStageCommand({
            pipelineName,
            stageName: act.stageName,
            targetPipelineExecutionId: act.targetExecutionId,
          });
          const answer = await call('RollbackStage', [], (options) => client.send(command, options));
          return { executionId: answer.pipelineExecutionId ?? null };
        }
        case 'override-condition': {
          const command = new OverrideStageConditionCommand({
            pipelineName,
            stageName: act.stageName,
            pipelineExecutionId: act.executionId,
            conditionType: act.conditionType as ConditionType,
          });
          await call('OverrideStageCondition', [], (options) => client.send(command, options));
          return { executionId: null };
        }
        default:
          return assertNever(act);
      }
    },
    async approvalToken(
      { region, name },
      { stageName, actionName, actionExecutionId, executionId = null, parallel },
    ) {
      const client = clients.of(region);
      if (!parallel) {
        const answer = await call('GetPipelineState', [], (options) =>
          client.send(new GetPipelineStateCommand({ name }), options),
        );
        const found = answer.stageStates
          ?.find((stage) => stage.stageName === stageName)
          ?.actionStates?.find((action) => action.actionName === actionName)?.latestExecution;
        const isAsked = actionExecutionId === null || found?.actionExecutionId === actionExecutionId;
        return found?.token !== undefined && isAsked ? new Secret(found.token) : null;
      }
      const command = new ListActionExecutionsCommand({
        pipelineName: name,
        maxResults: 100,
        ...(executionId === null ? {} : { filter: { pipelineExecutionId: executionId } }),
      });
      const answer = await call('ListActionExecutions', [], (options) => client.send(command, options));
      const found = answer.actionExecutionDetails?.find(
        (one) => one.actionExecutionId === actionExecutionId && one.status === 'InProgress',
      )?.output?.executionResult?.externalExecutionId;
      return found === undefined ? null : new Secret(found);
    },
  };
}
