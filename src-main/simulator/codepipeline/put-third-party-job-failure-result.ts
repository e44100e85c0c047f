import { requireClientToken } from '../world/clients.ts';
import { putFailure, requireJob } from '../world/jobs.ts';
import { structure } from './constraints.ts';
import { clientToken, failureDetails, thirdPartyJobId } from './members.ts';
import { defineOperation } from './operation.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutThirdPartyJobFailureResult.html */
export const putThirdPartyJobFailureResult = defineOperation(
  'PutThirdPartyJobFailureResult',
  structure({ jobId: thirdPartyJobId, clientToken, failureDetails }),
  (call, given) => {
    const job = requireJob(call.world, call.region, 'ThirdParty', given.jobId);
    requireClientToken(call.world.clients, job.clientId, given.clientToken);
    putFailure(
      call.world,
      job,
      { operation: 'PutThirdPartyJobFailureResult', ...given.failureDetails },
      call.now,
    );
    return {};
  },
);
