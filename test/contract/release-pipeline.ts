import {
  AcknowledgeJobCommand,
  CreatePipelineCommand,
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  PollForJobsCommand,
  PutJobFailureResultCommand,
  PutJobSuccessResultCommand,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import type {
  ActionDeclaration,
  ActionExecutionDetail,
  ActionState,
  FailureDetails,
  Job,
  PipelineDeclaration,
  PipelineExecution,
  PipelineExecutionSummary,
  PutJobSuccessResultCommandInput,
  StageDeclaration,
  StageState,
  StartPipelineExecutionCommandInput,
} from '@aws-sdk/client-codepipeline';
import { actionTypes } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { artifactBucket } from './artifact-bucket.ts';

/** A stage of these actions, with conditions where a test needs them. */
export function stage(
  name: string,
  actions: ActionDeclaration[],
  conditions: Partial<StageDeclaration> = {},
): StageDeclaration {
  return { name, actions, ...conditions };
}

/** A source whose head the simulator makes up; it is read as soon as anybody calls. */
export function checkout(more: Partial<ActionDeclaration> = {}): ActionDeclaration {
  return {
    name: 'Checkout',
    actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeCommit', version: '1' },
    configuration: { RepositoryName: 'checkout', BranchName: 'main', PollForSourceChanges: 'false' },
    outputArtifacts: [{ name: 'SourceOutput' }],
    ...more,
  };
}

/** An action that ends when a test plays its job worker. */
export function work(name: string, more: Partial<ActionDeclaration> = {}): ActionDeclaration {
  return {
    name,
    actionTypeId: actionTypes.custom,
    configuration: { TestPlan: 'checkout-peak' },
    inputArtifacts: [{ name: 'SourceOutput' }],
    ...more,
  };
}

/** An action of CodeBuild, a timed stand-in. */
export function build(name: string, more: Partial<ActionDeclaration> = {}): ActionDeclaration {
  return {
    name,
    actionTypeId: { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' },
    configuration: { ProjectName: 'checkout' },
    inputArtifacts: [{ name: 'SourceOutput' }],
    ...more,
  };
}

/** A question to a person. */
export function approval(name: string, more: Partial<ActionDeclaration> = {}): ActionDeclaration {
  return {
    name,
    actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' },
    ...more,
  };
}

/** What a job worker of a test reports; a failure where `failure` is there. */
export interface Report extends Omit<PutJobSuccessResultCommandInput, 'jobId'> {
  readonly executionId?: string;
  readonly failure?: Partial<FailureDetails>;
}

/** A pipeline with what tests ask it and do to it. Whatever is looked up must be there. */
export interface ReleasePipeline {
  readonly name: string;
  /** The execution that the creation of the pipeline started. */
  readonly firstId: string;
  start(input?: Partial<StartPipelineExecutionCommandInput>): Promise<string>;
  stages(): Promise<StageState[]>;
  stage(stageName: string): Promise<StageState>;
  action(stageName: string, actionName: string): Promise<ActionState>;
  execution(id: string): Promise<PipelineExecution>;
  executions(): Promise<PipelineExecutionSummary[]>;
  /** `Succeeded`, `InProgress` …: the status of each execution, newest first. */
  statuses(): Promise<(string | undefined)[]>;
  /** The action executions of one pipeline execution, newest first. */
  actionExecutions(id: string): Promise<ActionExecutionDetail[]>;
  /** Polls, acknowledges and answers the job of an action. */
  report(actionName: string, report?: Report): Promise<void>;
  /** Polls the job of an action, and acknowledges it. */
  claim(actionName: string, executionId?: string): Promise<Job & { id: string }>;
}

/** Creates a pipeline: a source stage, then the given ones. The source is read as soon as somebody calls. */
export async function createRelease(
  simulator: SimulatorUnderTest,
  stages: StageDeclaration[],
  more: Partial<PipelineDeclaration> = {},
): Promise<ReleasePipeline> {
  const client = simulator.codePipeline();
  const name = more.name ?? 'release';
  const pipeline: PipelineDeclaration = {
    name,
    roleArn: 'arn:aws:iam::111122223333:role/release',
    pipelineType: 'V2',
    artifactStore: { type: 'S3', location: await artifactBucket(simulator) },
    stages: [stage('Source', [checkout()]), ...stages],
    ...more,
  };
  await client.send(new CreatePipelineCommand({ pipeline }));
  const executions = async () => {
    const command = new ListPipelineExecutionsCommand({ pipelineName: name });
    return (await client.send(command)).pipelineExecutionSummaries ?? [];
  };
  const stageStates = async () =>
    (await client.send(new GetPipelineStateCommand({ name }))).stageStates ?? [];
  const stageState = async (stageName: string) =>
    must(
      (await stageStates()).find((one) => one.stageName === stageName),
      `stage ${stageName}`,
    );

  const polled = new Map<string, Job & { id: string; nonce: string }>();
  const claim = async (actionName: string, executionId?: string) => {
    const poll = new PollForJobsCommand({ actionTypeId: actionTypes.custom, maxBatchSize: 100 });
    for (const job of (await client.send(poll)).jobs ?? []) {
      polled.set(job.id ?? '', { ...job, id: job.id ?? '', nonce: job.nonce ?? '' });
    }
    const found = must(
      [...polled.values()].find(({ data }) => {
        const context = data?.pipelineContext;
        return (
          context?.pipelineName === name &&
          context.action?.name === actionName &&
          (executionId ?? context.pipelineExecutionId) === context.pipelineExecutionId
        );
      }),
      `a job of ${actionName}`,
    );
    polled.delete(found.id);
    const acknowledge = new AcknowledgeJobCommand({ jobId: found.id, nonce: found.nonce });
    const { status } = await client.send(acknowledge);
    if (status !== 'InProgress') throw new Error(`there is not a job of ${actionName}: it is ${status}`);
    return found;
  };

  return {
    name,
    firstId: must((await executions())[0]?.pipelineExecutionId, 'a first execution'),
    start: async (input = {}) => {
      const answer = await client.send(new StartPipelineExecutionCommand({ name, ...input }));
      return must(answer.pipelineExecutionId, 'an execution id');
    },
    stages: stageStates,
    stage: stageState,
    action: async (stageName, actionName) =>
      must(
        (await stageState(stageName)).actionStates?.find((one) => one.actionName === actionName),
        `action ${actionName}`,
      ),
    execution: async (pipelineExecutionId) => {
      const command = new GetPipelineExecutionCommand({ pipelineName: name, pipelineExecutionId });
      return must((await client.send(command)).pipelineExecution, 'the execution');
    },
    executions,
    statuses: async () => (await executions()).map(({ status }) => status),
    actionExecutions: async (pipelineExecutionId) => {
      const filter = { pipelineExecutionId };
      const command = new ListActionExecutionsCommand({ pipelineName: name, filter });
      return (await client.send(command)).actionExecutionDetails ?? [];
    },
    claim,
    report: async (actionName, { executionId, failure, ...success } = {}) => {
      const { id: jobId } = await claim(actionName, executionId);
      const failureDetails = { type: 'JobFailed', message: 'too slow', ...failure } as const;
      if (failure) await client.send(new PutJobFailureResultCommand({ jobId, failureDetails }));
      else await client.send(new PutJobSuccessResultCommand({ jobId, ...success }));
    },
  };
}

function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`there is not ${what}`);
  return value;
}
