import { requireClientToken } from '../world/clients.ts';
import { putSuccess, requireJob } from '../world/jobs.ts';
import { defineOperation } from './operation.ts';
import { putThirdPartyJobSuccessResultInput } from './shapes/jobs.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutThirdPartyJobSuccessResult.html
 * This protocol knows no output variables: any that come are ignored like every unknown member.
 */
export const putThirdPartyJobSuccessResult = defineOperation(
  'PutThirdPartyJobSuccessResult',
  putThirdPartyJobSuccessResultInput,
  (call, given) => {
    const job = requireJob(call.world, call.region, 'ThirdParty', given.jobId);
    requireClientToken(call.world.clients, job.clientId, given.clientToken);
    const success = {
      operation: 'PutThirdPartyJobSuccessResult',
      continuationToken: given.continuationToken,
      ...given.executionDetails,
    };
    putSuccess(call.world, job, success, call.now, call.entropy);
    return {};
  },
);
