import { requireClientToken } from '../world/clients.ts';
import { putSuccess, requireJob } from '../world/jobs.ts';
import { optional, structure } from './constraints.ts';
import {
  clientToken,
  continuationToken,
  currentRevision,
  executionDetails,
  thirdPartyJobId,
} from './members.ts';
import { defineOperation } from './operation.ts';

const input = structure({
  jobId: thirdPartyJobId,
  clientToken,
  currentRevision: optional(currentRevision),
  continuationToken: optional(continuationToken),
  executionDetails: optional(executionDetails),
});

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutThirdPartyJobSuccessResult.html
 * This protocol knows no output variables: any that come are ignored like every unknown member.
 */
export const putThirdPartyJobSuccessResult = defineOperation(
  'PutThirdPartyJobSuccessResult',
  input,
  (call, given) => {
    const job = requireJob(call.world, call.region, 'ThirdParty', given.jobId);
    requireClientToken(call.world.clients, job.clientId, given.clientToken);
    const success = {
      operation: 'PutThirdPartyJobSuccessResult',
      continuationToken: given.continuationToken,
      ...given.executionDetails,
    };
    putSuccess(call.world, job, success, call.now);
    return {};
  },
);
