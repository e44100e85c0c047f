import { answerApproval } from '../world/pipelines/approvals.ts';
import { requirePipeline } from '../world/pipelines/find.ts';
import { defineOperation } from './operation.ts';
import { putApprovalResultInput } from './shapes/executions.ts';
import { epochSeconds } from './views/wire.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutApprovalResult.html
 * `approvedAt` is the time of the answer, also of a rejection.
 */
export const putApprovalResult = defineOperation(
  'PutApprovalResult',
  putApprovalResultInput,
  (call, given) => {
    const { world, now, entropy, region, caller } = call;
    const { stageName, actionName, token, result } = given;
    const pipeline = requirePipeline(world, region, given.pipelineName);
    const answer = { stageName, actionName, token, ...result };
    return { approvedAt: epochSeconds(answerApproval(world, pipeline, answer, caller.arn, now, entropy)) };
  },
);
