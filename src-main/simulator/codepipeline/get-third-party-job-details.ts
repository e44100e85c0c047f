import type { GetThirdPartyJobDetailsOutput } from '@aws-sdk/client-codepipeline';
import { requireClientToken } from '../world/clients.ts';
import { requireJob } from '../world/jobs.ts';
import { jobData } from './job-data.ts';
import { defineOperation } from './operation.ts';
import { getThirdPartyJobDetailsInput } from './shapes/jobs.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetThirdPartyJobDetails.html
 * The only source of a third-party job's nonce: that of the latest hand-out. Answers for jobs that are over
 * too (assumption).
 */
export const getThirdPartyJobDetails = defineOperation(
  'GetThirdPartyJobDetails',
  getThirdPartyJobDetailsInput,
  (call, given): GetThirdPartyJobDetailsOutput => {
    const { world, region } = call;
    const job = requireJob(world, region, 'ThirdParty', given.jobId);
    requireClientToken(world.clients, job.clientId, given.clientToken);
    return { jobDetails: { id: job.id, nonce: job.nonce, data: jobData(call, job) } };
  },
);
