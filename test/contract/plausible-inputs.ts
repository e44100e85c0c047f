/** Ids that exist where the inputs are sent. */
export interface KnownIds {
  readonly pipelineName: string;
  readonly pipelineExecutionId: string;
  readonly jobId: string;
  readonly thirdPartyJobId: string;
  readonly clientToken: string;
}

const custom = { category: 'Test', owner: 'Custom', provider: 'Northwind-LoadTest', version: '1' };
const tags = [{ key: 'team', value: 'release' }];

/** A small pipeline with one of everything that a declaration may have. */
export function aDeclaration(name: string): Record<string, unknown> {
  const source = { category: 'Source', owner: 'AWS', provider: 'CodeCommit', version: '1' };
  const condition = {
    result: 'FAIL',
    rules: [
      {
        name: 'Hours',
        ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'DeploymentWindow', version: '1' },
        configuration: { Cron: '* * * * ? *', TimeZone: 'UTC' },
      },
    ],
  };
  return {
    name,
    roleArn: 'arn:aws:iam::111122223333:role/pipeline',
    artifactStore: { type: 'S3', location: 'codepipeline-artifacts' },
    pipelineType: 'V2',
    executionMode: 'QUEUED',
    variables: [{ name: 'Stage', defaultValue: 'beta' }],
    stages: [
      {
        name: 'Source',
        actions: [
          {
            name: 'Checkout',
            actionTypeId: source,
            configuration: { RepositoryName: 'shop', BranchName: 'main', PollForSourceChanges: 'false' },
            outputArtifacts: [{ name: 'SourceOutput' }],
            namespace: 'SourceVariables',
            runOrder: 1,
          },
        ],
      },
      {
        name: 'Test',
        beforeEntry: { conditions: [condition] },
        onFailure: { result: 'RETRY', retryConfiguration: { retryMode: 'FAILED_ACTIONS' } },
        actions: [
          {
            name: 'Load',
            actionTypeId: custom,
            configuration: { TestPlan: 'checkout-peak' },
            inputArtifacts: [{ name: 'SourceOutput' }],
            runOrder: 1,
          },
          {
            name: 'Approve',
            actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' },
            configuration: { CustomData: 'look at it' },
            runOrder: 2,
          },
        ],
      },
    ],
  };
}

/** An input that means something for each operation, to be spoilt. */
export function plausibleInputs(ids: KnownIds): Record<string, Record<string, unknown>> {
  const { pipelineName, pipelineExecutionId, jobId, thirdPartyJobId, clientToken } = ids;
  const stage = { pipelineName, stageName: 'Test' };
  const page = { maxResults: 2, nextToken: 'bm8gdG9rZW4=' };
  const resourceArn = `arn:aws:codepipeline:us-east-1:111122223333:${pipelineName}`;
  const executionDetails = { summary: 'half', externalExecutionId: '153245', percentComplete: 50 };
  const currentRevision = {
    revision: 'a1',
    changeIdentifier: 'c1',
    created: 1_700_000_000,
    revisionSummary: 'x',
  };
  const failureDetails = { type: 'JobFailed', message: 'no', externalExecutionId: '153245' };
  const thirdParty = { jobId: thirdPartyJobId, clientToken };
  const typeId = { category: 'Test', provider: 'Fuzz', version: '1' };
  const artifactDetails = { minimumCount: 0, maximumCount: 5 };
  const webhook = {
    name: 'hook',
    targetPipeline: pipelineName,
    targetAction: 'Checkout',
    filters: [{ jsonPath: '$.ref', matchEquals: 'refs/heads/{Branch}' }],
    authentication: 'GITHUB_HMAC',
    authenticationConfiguration: { SecretToken: 'secret' },
  };
  return {
    AcknowledgeJob: { jobId, nonce: '3' },
    AcknowledgeThirdPartyJob: { ...thirdParty, nonce: '3' },
    CreateCustomActionType: {
      ...typeId,
      settings: {
        entityUrlTemplate: 'https://x.example/{Config:Plan}',
        executionUrlTemplate: 'https://x.example/{ExternalExecutionId}',
      },
      configurationProperties: [
        { name: 'Plan', required: true, key: true, secret: false, queryable: true, type: 'String' },
      ],
      inputArtifactDetails: artifactDetails,
      outputArtifactDetails: artifactDetails,
      tags,
    },
    CreatePipeline: { pipeline: aDeclaration(`${pipelineName}-2`), tags },
    DeleteCustomActionType: typeId,
    DeletePipeline: { name: `${pipelineName}-2` },
    DeleteWebhook: { name: 'hook' },
    DeregisterWebhookWithThirdParty: { webhookName: 'hook' },
    DisableStageTransition: { ...stage, transitionType: 'Inbound', reason: 'freeze' },
    EnableStageTransition: { ...stage, transitionType: 'Inbound' },
    GetActionType: custom,
    GetJobDetails: { jobId },
    GetPipeline: { name: pipelineName, version: 1 },
    GetPipelineExecution: { pipelineName, pipelineExecutionId },
    GetPipelineState: { name: pipelineName },
    GetThirdPartyJobDetails: thirdParty,
    ListActionExecutions: {
      pipelineName,
      filter: {
        pipelineExecutionId,
        latestInPipelineExecution: { pipelineExecutionId, startTimeRange: 'Latest' },
      },
      ...page,
    },
    ListActionTypes: { actionOwnerFilter: 'Custom', regionFilter: 'us-east-1', nextToken: page.nextToken },
    ListDeployActionExecutionTargets: {
      pipelineName,
      actionExecutionId: pipelineExecutionId,
      filters: [{ name: 'TARGET_STATUS', values: ['Succeeded'] }],
      ...page,
    },
    ListPipelineExecutions: { pipelineName, filter: { succeededInStage: { stageName: 'Test' } }, ...page },
    ListPipelines: page,
    ListRuleExecutions: {
      pipelineName,
      filter: {
        pipelineExecutionId,
        latestInPipelineExecution: { pipelineExecutionId, startTimeRange: 'All' },
      },
      ...page,
    },
    ListRuleTypes: { ruleOwnerFilter: 'AWS', regionFilter: 'us-east-1' },
    ListTagsForResource: { resourceArn, ...page },
    ListWebhooks: { MaxResults: 2, NextToken: page.nextToken },
    OverrideStageCondition: { ...stage, pipelineExecutionId, conditionType: 'BEFORE_ENTRY' },
    PollForJobs: { actionTypeId: custom, maxBatchSize: 3, queryParam: { TestPlan: 'checkout-peak' } },
    PollForThirdPartyJobs: { actionTypeId: { ...custom, owner: 'ThirdParty' }, maxBatchSize: 3 },
    PutActionRevision: {
      pipelineName,
      stageName: 'Source',
      actionName: 'Checkout',
      actionRevision: { revisionId: 'r1', revisionChangeId: 'c1', created: 1_700_000_000 },
    },
    PutApprovalResult: {
      ...stage,
      actionName: 'Approve',
      result: { summary: 'fine', status: 'Approved' },
      token: '3f0c6a52-9d1e-4c7b-8a40-51e7d2b6f901',
    },
    PutJobFailureResult: { jobId, failureDetails },
    PutJobSuccessResult: {
      jobId,
      currentRevision,
      continuationToken: '153245',
      executionDetails,
      outputVariables: { a: 'b' },
    },
    PutThirdPartyJobFailureResult: { ...thirdParty, failureDetails },
    PutThirdPartyJobSuccessResult: {
      ...thirdParty,
      currentRevision,
      continuationToken: '153245',
      executionDetails,
    },
    PutWebhook: { webhook, tags },
    RegisterWebhookWithThirdParty: { webhookName: 'hook' },
    RetryStageExecution: { ...stage, pipelineExecutionId, retryMode: 'FAILED_ACTIONS' },
    RollbackStage: { ...stage, targetPipelineExecutionId: pipelineExecutionId },
    StartPipelineExecution: {
      name: pipelineName,
      variables: [{ name: 'Stage', value: 'gamma' }],
      clientRequestToken: 'once',
      sourceRevisions: [{ actionName: 'Checkout', revisionType: 'COMMIT_ID', revisionValue: 'a1' }],
    },
    StopPipelineExecution: { pipelineName, pipelineExecutionId, abandon: true, reason: 'enough' },
    TagResource: { resourceArn, tags },
    UntagResource: { resourceArn, tagKeys: ['team'] },
    UpdateActionType: {
      actionType: {
        id: { ...custom, owner: 'ThirdParty' },
        description: 'x',
        executor: {
          type: 'JobWorker',
          configuration: { jobWorkerExecutorConfiguration: { pollingAccounts: ['111122223333'] } },
          jobTimeout: 60,
        },
        inputArtifactDetails: artifactDetails,
        outputArtifactDetails: artifactDetails,
        permissions: { allowedAccounts: ['*'] },
        properties: [{ name: 'Plan', optional: false, key: true, noEcho: false, queryable: false }],
        urls: { executionUrlTemplate: 'https://x.example/{ExternalExecutionId}' },
      },
    },
    UpdatePipeline: { pipeline: aDeclaration(pipelineName) },
  };
}
