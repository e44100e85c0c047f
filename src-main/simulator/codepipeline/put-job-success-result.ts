import { putSuccess, requireJob } from '../world/jobs.ts';
import { defineOperation } from './operation.ts';
import { putJobSuccessResultInput } from './shapes/jobs.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutJobSuccessResult.html */
export const putJobSuccessResult = defineOperation(
  'PutJobSuccessResult',
  putJobSuccessResultInput,
  (call, given) => {
    const job = requireJob(call.world, call.region, 'Custom', given.jobId);
    const success = {
      operation: 'PutJobSuccessResult',
      continuationToken: given.continuationToken,
      ...given.executionDetails,
      outputVariables: given.outputVariables,
      currentRevision: given.currentRevision && {
        ...given.currentRevision,
        created:
          given.currentRevision.created === undefined
            ? undefined
            : new Date(given.currentRevision.created * 1000),
      },
    };
    putSuccess(call.world, job, success, call.now, call.entropy);
    return {};
  },
);
