import type {
  ActionDeclaration,
  ActionState,
  Job,
  PipelineDeclaration,
  StageDeclaration,
  StageState,
} from '@aws-sdk/client-codepipeline';
import { actionTypes } from '#test/support/simulator.ts';
import type { AwsClient } from './aws-client.ts';
import { must } from './flow.ts';

/** A stage with one action of the vendor's own. */
export function workStage(
  name: string,
  action: string,
  more: Partial<StageDeclaration> = {},
): StageDeclaration {
  const actions: ActionDeclaration[] = [
    {
      name: action,
      actionTypeId: actionTypes.custom,
      configuration: { TestPlan: 'checkout-peak' },
      inputArtifacts: [{ name: 'SourceOutput' }],
    },
  ];
  return { name, actions, ...more };
}

/** A pipeline of the vendor's own that is made and driven through a client. */
export interface VendorPipeline {
  readonly name: string;
  readonly declaration: PipelineDeclaration;
  /** The execution that the creation started. */
  readonly firstId: string;
  start(): Promise<string>;
  stage(name: string): Promise<StageState>;
  action(stageName: string): Promise<ActionState>;
  statusOf(executionId: string): Promise<string | undefined>;
  /** Polls and acknowledges the one job there is. */
  claim(): Promise<Job>;
  succeed(): Promise<void>;
  fail(): Promise<void>;
}

/** Creates a pipeline with a repository as its source and these stages behind it. */
export async function createVendorPipeline(
  client: AwsClient,
  stages: StageDeclaration[],
  more: Partial<PipelineDeclaration> = {},
): Promise<VendorPipeline> {
  const name = more.name ?? 'vendor-release';
  const { Buckets = [] } = await client.call('s3', 'ListBuckets', {});
  const bucket = Buckets.find((one) => one.Name?.startsWith('codepipeline-us-east-1-'));
  const checkout: ActionDeclaration = {
    name: 'Checkout',
    actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeCommit', version: '1' },
    configuration: { RepositoryName: 'checkout', BranchName: 'main', PollForSourceChanges: 'false' },
    outputArtifacts: [{ name: 'SourceOutput' }],
  };
  const declaration: PipelineDeclaration = {
    name,
    roleArn: 'arn:aws:iam::111122223333:role/release',
    pipelineType: 'V2',
    artifactStore: { type: 'S3', location: must(bucket?.Name, 'artifact bucket') },
    stages: [{ name: 'Source', actions: [checkout] }, ...stages],
    ...more,
  };
  await client.call('codepipeline', 'CreatePipeline', { pipeline: declaration });
  const listing = await client.call('codepipeline', 'ListPipelineExecutions', { pipelineName: name });

  const stage = async (stageName: string) => {
    const { stageStates } = await client.call('codepipeline', 'GetPipelineState', { name });
    return must(
      stageStates?.find((one) => one.stageName === stageName),
      `stage ${stageName}`,
    );
  };
  const claim = async () => {
    const poll = { actionTypeId: actionTypes.custom, maxBatchSize: 10 };
    const { jobs = [] } = await client.call('codepipeline', 'PollForJobs', poll);
    if (jobs.length !== 1) throw new Error(`there are ${jobs.length} jobs`);
    const job = must(jobs[0], 'job');
    await client.call('codepipeline', 'AcknowledgeJob', { jobId: job.id, nonce: job.nonce });
    return job;
  };
  return {
    name,
    declaration,
    firstId: must(listing.pipelineExecutionSummaries?.[0]?.pipelineExecutionId, 'first execution'),
    start: async () => {
      const { pipelineExecutionId } = await client.call('codepipeline', 'StartPipelineExecution', { name });
      return must(pipelineExecutionId, 'execution id');
    },
    stage,
    action: async (stageName) => must((await stage(stageName)).actionStates?.[0], `action in ${stageName}`),
    statusOf: async (pipelineExecutionId) => {
      const input = { pipelineName: name, pipelineExecutionId };
      return (await client.call('codepipeline', 'GetPipelineExecution', input)).pipelineExecution?.status;
    },
    claim,
    succeed: async () => {
      const { id: jobId } = await claim();
      await client.call('codepipeline', 'PutJobSuccessResult', { jobId });
    },
    fail: async () => {
      const { id: jobId } = await claim();
      const failureDetails = {
        type: 'JobFailed',
        message: 'too slow',
        externalExecutionId: '153246',
      } as const;
      await client.call('codepipeline', 'PutJobFailureResult', { jobId, failureDetails });
    },
  };
}
