import { putFailure, requireJob } from '../world/jobs.ts';
import { structure } from './constraints.ts';
import { failureDetails, jobId } from './members.ts';
import { defineOperation } from './operation.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutJobFailureResult.html */
export const putJobFailureResult = defineOperation(
  'PutJobFailureResult',
  structure({ jobId, failureDetails }),
  (call, given) => {
    const job = requireJob(call.world, call.region, 'Custom', given.jobId);
    putFailure(call.world, job, { operation: 'PutJobFailureResult', ...given.failureDetails }, call.now);
    return {};
  },
);
