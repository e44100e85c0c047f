import type { AcknowledgeThirdPartyJobOutput } from '@aws-sdk/client-codepipeline';
import { requireClientToken } from '../world/clients.ts';
import { acknowledgeJob, requireJob } from '../world/jobs.ts';
import { defineOperation } from './operation.ts';
import { acknowledgeThirdPartyJobInput } from './shapes/jobs.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_AcknowledgeThirdPartyJob.html
 * The token is looked at before the nonce, so a wrong token never uses a nonce up.
 */
export const acknowledgeThirdPartyJob = defineOperation(
  'AcknowledgeThirdPartyJob',
  acknowledgeThirdPartyJobInput,
  (call, given): AcknowledgeThirdPartyJobOutput => {
    const job = requireJob(call.world, call.region, 'ThirdParty', given.jobId);
    requireClientToken(call.world.clients, job.clientId, given.clientToken);
    return { status: acknowledgeJob(call.world, job, given.nonce, call.now, call.worker).status };
  },
);
