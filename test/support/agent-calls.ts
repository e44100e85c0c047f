import type { JobService } from '#main/agent/ports.ts';
import { asJobId } from '#shared/domain/ids.ts';
import type { JobRef, JobResult } from '#shared/domain/job.ts';
import { Secret } from '#shared/domain/secret.ts';
import { CUSTOM_TYPE, REGION, THIRD_PARTY_TYPE } from './fake-ports.ts';

const token = new Secret('token');
/** The custom job of these calls. */
export const custom: JobRef = { region: REGION, protocol: 'custom', jobId: asJobId('job') };
const thirdParty: JobRef = { ...custom, protocol: 'third-party' };
/** The final results of these calls. */
export const success: JobResult = {
  ...{ kind: 'success', externalExecutionId: '153245', summary: null, outputVariables: null },
};
/** See `success`. */
export const failure: JobResult = {
  ...{ kind: 'failure', type: 'JobFailed', message: 'no', externalExecutionId: null },
};
const never = new AbortController().signal;

/** Every operation of the agent's port, by the name the service knows it under. */
export const AGENT_CALLS: Readonly<Record<string, (jobs: JobService) => Promise<unknown>>> = {
  PollForJobs: (jobs) => jobs.poll({ region: REGION, actionTypeId: CUSTOM_TYPE }, 1, never),
  PollForThirdPartyJobs: (jobs) => jobs.poll({ region: REGION, actionTypeId: THIRD_PARTY_TYPE }, 1, never),
  GetJobDetails: (jobs) => jobs.details(custom, null),
  GetThirdPartyJobDetails: (jobs) => jobs.details(thirdParty, token),
  AcknowledgeJob: (jobs) => jobs.acknowledge(custom, new Secret('nonce'), null),
  AcknowledgeThirdPartyJob: (jobs) => jobs.acknowledge(thirdParty, new Secret('nonce'), token),
  PutJobSuccessResult: (jobs) => jobs.putResult(custom, success, null),
  PutThirdPartyJobSuccessResult: (jobs) => jobs.putResult(thirdParty, success, token),
  PutJobFailureResult: (jobs) => jobs.putResult(custom, failure, null),
  PutThirdPartyJobFailureResult: (jobs) => jobs.putResult(thirdParty, failure, token),
};
