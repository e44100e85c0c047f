import type { PollForThirdPartyJobsOutput } from '@aws-sdk/client-codepipeline';
import { requireActionType } from '../world/action-types.ts';
import { pollJobs } from '../world/jobs.ts';
import { ServiceError } from '../world/service-error.ts';
import { defineOperation } from './operation.ts';
import { pollForThirdPartyJobsInput } from './shapes/jobs.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PollForThirdPartyJobs.html
 * Answers client ids and job ids and nothing else: what a job is about needs the client's token. Any owner
 * but ThirdParty is refused, by analogy with PollForJobs.
 */
export const pollForThirdPartyJobs = defineOperation(
  'PollForThirdPartyJobs',
  pollForThirdPartyJobsInput,
  (call, given): PollForThirdPartyJobsOutput => {
    const { world, now, entropy, region } = call;
    if (given.actionTypeId.owner !== 'ThirdParty') {
      const message = 'PollForThirdPartyJobs is available for action types with owner ThirdParty only';
      throw new ServiceError('ValidationException', message);
    }
    requireActionType(world.actionTypes, given.actionTypeId, region);
    const query = { region, actionTypeId: given.actionTypeId, limit: given.maxBatchSize ?? 1 };
    const jobs = pollJobs(world, query, now, entropy);
    return { jobs: jobs.map(({ id, clientId }) => ({ jobId: id, clientId: clientId ?? undefined })) };
  },
);
