import type { ApprovalStatus } from '@aws-sdk/client-codepipeline';
import type { Entropy } from '../entropy.ts';
import { ServiceError } from '../service-error.ts';
import type { World } from '../world.ts';
import { advance } from './advance.ts';
import { endAction } from './end-action.ts';
import { requireAction } from './find.ts';
import { stagePlace } from './pipeline.ts';
import type { Pipeline } from './pipeline.ts';

/**
 * Answers an approval and gives the time of the answer in epoch milliseconds. The token belongs to one asking:
 * a stale one is InvalidApprovalTokenException, one that was answered already ApprovalAlreadyCompletedException.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutApprovalResult.html
 */
export function answerApproval(
  world: World,
  pipeline: Pipeline,
  answer: { stageName: string; actionName: string; token: string; status: ApprovalStatus; summary: string },
  callerArn: string,
  now: number,
  entropy: Entropy,
): number {
  requireAction(pipeline, answer.stageName, answer.actionName);
  const { execution, action } = findAsked(pipeline, answer);
  if (action.status !== 'InProgress') {
    const message = 'The approval action has already been approved, rejected or ended otherwise';
    throw new ServiceError('ApprovalAlreadyCompletedException', message);
  }
  const error =
    answer.status === 'Approved'
      ? null
      : { code: 'JobFailed', message: `The action was rejected: ${answer.summary}` };
  const scene = { world, pipeline, now, entropy };
  endAction(scene, execution, action, { error, summary: answer.summary, updatedBy: callerArn });
  advance(scene);
  return now;
}

function findAsked(
  pipeline: Pipeline,
  { stageName, actionName, token }: { stageName: string; actionName: string; token: string },
) {
  const ids = [stagePlace(pipeline, stageName).latestExecutionId ?? '', ...pipeline.active];
  for (const id of ids) {
    const execution = pipeline.executions.get(id);
    const action = execution?.stages
      .get(stageName)
      ?.actions.find(
        (one) => one.actionName === actionName && one.work.kind === 'approval' && one.work.token === token,
      );
    if (execution && action) return { execution, action };
  }
  throw new ServiceError('InvalidApprovalTokenException', 'The approval token is invalid');
}
