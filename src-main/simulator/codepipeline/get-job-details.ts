import type { GetJobDetailsOutput } from '@aws-sdk/client-codepipeline';
import { chainOf, requireJob } from '../world/jobs.ts';
import { jobData } from './job-data.ts';
import { defineOperation } from './operation.ts';
import { getJobDetailsInput } from './shapes/jobs.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetJobDetails.html
 * Renews the artifact credentials; never gives the nonce. Answers for jobs that are over too (assumption).
 */
export const getJobDetails = defineOperation(
  'GetJobDetails',
  getJobDetailsInput,
  (call, given): GetJobDetailsOutput => {
    const { world, region } = call;
    const job = requireJob(world, region, 'Custom', given.jobId);
    const { accountId } = chainOf(world, job).data;
    return { jobDetails: { id: job.id, accountId, data: jobData(call, job) } };
  },
);
