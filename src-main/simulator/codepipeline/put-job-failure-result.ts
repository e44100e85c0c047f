import { putFailure, requireJob } from '../world/jobs.ts';
import { defineOperation } from './operation.ts';
import { putJobFailureResultInput } from './shapes/jobs.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutJobFailureResult.html */
export const putJobFailureResult = defineOperation(
  'PutJobFailureResult',
  putJobFailureResultInput,
  (call, given) => {
    const job = requireJob(call.world, call.region, 'Custom', given.jobId);
    putFailure(
      call.world,
      job,
      { operation: 'PutJobFailureResult', ...given.failureDetails },
      call.now,
      call.entropy,
    );
    return {};
  },
);
