import type { GetThirdPartyJobDetailsOutput } from '@aws-sdk/client-codepipeline';
import { requireClientToken } from '../world/clients.ts';
import { requireJob } from '../world/jobs.ts';
import { structure } from './constraints.ts';
import { jobData } from './job-data.ts';
import { clientToken, thirdPartyJobId } from './members.ts';
import { defineOperation } from './operation.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetThirdPartyJobDetails.html
 * The only source of a third-party job's nonce: that of the latest hand-out. Answers for jobs that are over
 * too (assumption).
 */
export const getThirdPartyJobDetails = defineOperation(
  'GetThirdPartyJobDetails',
  structure({ jobId: thirdPartyJobId, clientToken }),
  (call, given): GetThirdPartyJobDetailsOutput => {
    const { world, now, entropy, region } = call;
    const job = requireJob(world, region, 'ThirdParty', given.jobId);
    requireClientToken(world.clients, job.clientId, given.clientToken);
    return { jobDetails: { id: job.id, nonce: job.nonce, data: jobData(world, job, now, entropy) } };
  },
);
