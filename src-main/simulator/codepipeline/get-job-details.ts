import type { GetJobDetailsOutput } from '@aws-sdk/client-codepipeline';
import { chainOf, requireJob } from '../world/jobs.ts';
import { structure } from './constraints.ts';
import { jobData } from './job-data.ts';
import { jobId } from './members.ts';
import { defineOperation } from './operation.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetJobDetails.html
 * Renews the artifact credentials; never gives the nonce. Answers for jobs that are over too (assumption).
 */
export const getJobDetails = defineOperation(
  'GetJobDetails',
  structure({ jobId }),
  (call, given): GetJobDetailsOutput => {
    const { world, now, entropy, region } = call;
    const job = requireJob(world, region, 'Custom', given.jobId);
    const { accountId } = chainOf(world, job).data;
    return { jobDetails: { id: job.id, accountId, data: jobData(world, job, now, entropy) } };
  },
);
