import type { PollForJobsOutput } from '@aws-sdk/client-codepipeline';
import { requireActionType } from '../world/action-types.ts';
import { chainOf, pollJobs } from '../world/jobs.ts';
import { ServiceError } from '../world/service-error.ts';
import { jobData } from './job-data.ts';
import { defineOperation } from './operation.ts';
import { pollForJobsInput } from './shapes/jobs.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PollForJobs.html
 * Custom actions only. Without `maxBatchSize` one job at most: the service's default is not published.
 */
export const pollForJobs = defineOperation(
  'PollForJobs',
  pollForJobsInput,
  (call, given): PollForJobsOutput => {
    const { world, now, entropy, region } = call;
    if (given.actionTypeId.owner !== 'Custom') {
      throw new ServiceError(
        'ValidationException',
        'PollForJobs is available for action types with owner Custom only',
      );
    }
    requireActionType(world.actionTypes, given.actionTypeId, region);
    const query = {
      region,
      actionTypeId: given.actionTypeId,
      limit: given.maxBatchSize ?? 1,
      configuration: given.queryParam,
    };
    const jobs = pollJobs(world, query, now, entropy).map((job) => ({
      id: job.id,
      nonce: job.nonce,
      accountId: chainOf(world, job).data.accountId,
      data: jobData(call, job),
    }));
    return { jobs };
  },
);
