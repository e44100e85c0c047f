import {
  AcknowledgeJobCommand,
  AcknowledgeThirdPartyJobCommand,
  type CodePipelineClient,
  GetJobDetailsCommand,
  GetPipelineStateCommand,
  GetThirdPartyJobDetailsCommand,
  ListPipelineExecutionsCommand,
  ListPipelinesCommand,
  PollForJobsCommand,
  PollForThirdPartyJobsCommand,
  PutJobFailureResultCommand,
  PutJobSuccessResultCommand,
  PutThirdPartyJobFailureResultCommand,
  PutThirdPartyJobSuccessResultCommand,
  RetryStageExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import type { JobProtocol } from '#shared/domain/action-type.ts';
import type { CallCheck } from '#shared/domain/connection-test.ts';

/** Well-formed ids and names that no service hands out: whatever is asked about them changes nothing. */
const NO_JOB = '00000000-0000-4000-8000-000000000000';
const NO_NAME = 'action-desk-connection-test';
const NO_TOKEN = 'connection-test';

type Options = { abortSignal: AbortSignal };

/** One call that is harmless, since it is about something that does not exist. */
export interface CallProbe {
  readonly call: string;
  readonly neededBy: CallCheck['neededBy'];
  /** The made-up thing may be outside of what a policy names: a denial then tells nothing of the real one. */
  readonly madeUpResource: string | null;
  send(client: CodePipelineClient, options: Options): Promise<unknown>;
}

const job = { jobId: NO_JOB };
const withToken = { ...job, clientToken: NO_TOKEN };
const failureDetails = {
  type: 'JobFailed' as const,
  message: 'Connection test of a job that does not exist.',
};
const noType = (owner: 'Custom' | 'ThirdParty') => ({
  actionTypeId: { category: 'Test' as const, owner, provider: NO_NAME, version: '0' },
  maxBatchSize: 1,
});

const agentCall = (
  call: string,
  send: CallProbe['send'],
  madeUpResource: string | null = null,
): CallProbe => ({
  call,
  neededBy: 'agent',
  madeUpResource,
  send,
});

const CUSTOM: readonly CallProbe[] = [
  agentCall('PollForJobs', (c, o) => c.send(new PollForJobsCommand(noType('Custom')), o), 'action type'),
  agentCall('GetJobDetails', (c, o) => c.send(new GetJobDetailsCommand(job), o)),
  agentCall('AcknowledgeJob', (c, o) => c.send(new AcknowledgeJobCommand({ ...job, nonce: '1' }), o)),
  agentCall('PutJobSuccessResult', (c, o) => c.send(new PutJobSuccessResultCommand(job), o)),
  agentCall('PutJobFailureResult', (c, o) =>
    c.send(new PutJobFailureResultCommand({ ...job, failureDetails }), o),
  ),
];

const THIRD_PARTY: readonly CallProbe[] = [
  agentCall(
    'PollForThirdPartyJobs',
    (c, o) => c.send(new PollForThirdPartyJobsCommand(noType('ThirdParty')), o),
    'action type',
  ),
  agentCall('GetThirdPartyJobDetails', (c, o) => c.send(new GetThirdPartyJobDetailsCommand(withToken), o)),
  agentCall('AcknowledgeThirdPartyJob', (c, o) =>
    c.send(new AcknowledgeThirdPartyJobCommand({ ...withToken, nonce: '1' }), o),
  ),
  agentCall('PutThirdPartyJobSuccessResult', (c, o) =>
    c.send(new PutThirdPartyJobSuccessResultCommand(withToken), o),
  ),
  agentCall('PutThirdPartyJobFailureResult', (c, o) =>
    c.send(new PutThirdPartyJobFailureResultCommand({ ...withToken, failureDetails }), o),
  ),
];

const consoleCall = (
  call: string,
  send: CallProbe['send'],
  madeUpResource: string | null = 'pipeline',
): CallProbe => ({ call, neededBy: 'console', madeUpResource, send });

const CONSOLE: readonly CallProbe[] = [
  consoleCall('ListPipelines', (c, o) => c.send(new ListPipelinesCommand({ maxResults: 1 }), o), null),
  consoleCall('GetPipelineState', (c, o) => c.send(new GetPipelineStateCommand({ name: NO_NAME }), o)),
  consoleCall('ListPipelineExecutions', (c, o) =>
    c.send(new ListPipelineExecutionsCommand({ pipelineName: NO_NAME }), o),
  ),
  consoleCall('RetryStageExecution', (c, o) =>
    c.send(
      new RetryStageExecutionCommand({
        pipelineName: NO_NAME,
        stageName: NO_NAME,
        pipelineExecutionId: NO_JOB,
        retryMode: 'FAILED_ACTIONS',
      }),
      o,
    ),
  ),
];

/** The calls that an environment with these protocols needs, and those that the console can do more with. */
export function callProbes(protocols: ReadonlySet<JobProtocol>): readonly CallProbe[] {
  return [
    ...(protocols.has('third-party') ? THIRD_PARTY : []),
    ...(protocols.has('custom') ? CUSTOM : []),
    ...CONSOLE,
  ];
}
