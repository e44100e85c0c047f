import { putSuccess, requireJob } from '../world/jobs.ts';
import { optional, structure } from './constraints.ts';
import { continuationToken, currentRevision, executionDetails, jobId, outputVariables } from './members.ts';
import { defineOperation } from './operation.ts';

const input = structure({
  jobId,
  currentRevision: optional(currentRevision),
  continuationToken: optional(continuationToken),
  executionDetails: optional(executionDetails),
  outputVariables: optional(outputVariables),
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutJobSuccessResult.html */
export const putJobSuccessResult = defineOperation('PutJobSuccessResult', input, (call, given) => {
  const job = requireJob(call.world, call.region, 'Custom', given.jobId);
  const success = {
    operation: 'PutJobSuccessResult',
    continuationToken: given.continuationToken,
    ...given.executionDetails,
    outputVariables: given.outputVariables,
  };
  putSuccess(call.world, job, success, call.now);
  return {};
});
