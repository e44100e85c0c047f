import type { AcknowledgeJobOutput } from '@aws-sdk/client-codepipeline';
import { acknowledgeJob as acknowledge, requireJob } from '../world/jobs.ts';
import { defineOperation } from './operation.ts';
import { acknowledgeJobInput } from './shapes/jobs.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_AcknowledgeJob.html */
export const acknowledgeJob = defineOperation(
  'AcknowledgeJob',
  acknowledgeJobInput,
  (call, given): AcknowledgeJobOutput => {
    const job = requireJob(call.world, call.region, 'Custom', given.jobId);
    return { status: acknowledge(call.world, job, given.nonce, call.now, call.worker).status };
  },
);
