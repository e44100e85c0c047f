import { requireClientToken } from '../world/clients.ts';
import { putFailure, requireJob } from '../world/jobs.ts';
import { defineOperation } from './operation.ts';
import { putThirdPartyJobFailureResultInput } from './shapes/jobs.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutThirdPartyJobFailureResult.html */
export const putThirdPartyJobFailureResult = defineOperation(
  'PutThirdPartyJobFailureResult',
  putThirdPartyJobFailureResultInput,
  (call, given) => {
    const job = requireJob(call.world, call.region, 'ThirdParty', given.jobId);
    requireClientToken(call.world.clients, job.clientId, given.clientToken);
    putFailure(
      call.world,
      job,
      { operation: 'PutThirdPartyJobFailureResult', ...given.failureDetails },
      call.now,
      call.entropy,
    );
    return {};
  },
);
