import { acknowledgeJob } from './acknowledge-job.ts';
import { acknowledgeThirdPartyJob } from './acknowledge-third-party-job.ts';
import { getJobDetails } from './get-job-details.ts';
import { getThirdPartyJobDetails } from './get-third-party-job-details.ts';
import type { Operation } from './operation.ts';
import { pollForJobs } from './poll-for-jobs.ts';
import { pollForThirdPartyJobs } from './poll-for-third-party-jobs.ts';
import { putJobFailureResult } from './put-job-failure-result.ts';
import { putJobSuccessResult } from './put-job-success-result.ts';
import { putThirdPartyJobFailureResult } from './put-third-party-job-failure-result.ts';
import { putThirdPartyJobSuccessResult } from './put-third-party-job-success-result.ts';

/** Every operation the simulator speaks, by its name in `x-amz-target`. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  [
    acknowledgeJob,
    acknowledgeThirdPartyJob,
    getJobDetails,
    getThirdPartyJobDetails,
    pollForJobs,
    pollForThirdPartyJobs,
    putJobFailureResult,
    putJobSuccessResult,
    putThirdPartyJobFailureResult,
    putThirdPartyJobSuccessResult,
  ].map((operation) => [operation.name, operation]),
);
