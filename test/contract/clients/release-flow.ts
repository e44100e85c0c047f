import { expect } from 'vitest';
import type { AwsClient } from './aws-client.ts';
import { expectRefusal, must } from './flow.ts';
import type { Flow, Scene } from './flow.ts';
import { artifacts, declaration, loadTest, sources } from './release-declaration.ts';
import { workOnJobs } from './release-jobs.ts';
import { stateOf, statusOf } from './release-state.ts';
import { filesIn, zipOf } from './zip-bytes.ts';

/** From an empty account to a release that went through, and back to an empty account. */
export const releaseFlow: Flow = {
  sentence: 'brings a release from nothing to its end, and clears up',
  async run(scene) {
    const { client, simulator } = scene;
    const source = await zipOf({ 'index.js': 'export const total = 0;\n', 'README.md': '# Checkout\n' });
    await createBuckets(client, source);
    await createActionType(client);
    await client.call('codepipeline', 'CreatePipeline', {
      pipeline: declaration,
      tags: [{ key: 'team', value: 'checkout' }],
    });
    const executionId = await startAnew(client);
    await simulator.advance(60);
    expect(await statusOf(client, 'Load')).toBe('InProgress');
    await workOnJobs(scene, executionId, source);
    await approve(client);
    await readHistory(scene, executionId);
    await changeTags(client);
    await clearUp(client);
  },
};

async function createBuckets(client: AwsClient, source: Buffer): Promise<void> {
  for (const Bucket of [sources, artifacts]) await client.call('s3', 'CreateBucket', { Bucket });
  await client.waitUntil('BucketExists', { Bucket: sources });
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await client.call('s3', 'PutBucketVersioning', { Bucket: sources, VersioningConfiguration });
  const put = { Bucket: sources, Key: 'checkout.zip', ContentType: 'application/zip', Body: source };
  await client.call('s3', 'PutObject', put);
  await client.waitUntil('ObjectExists', { Bucket: sources, Key: 'checkout.zip' });
}

async function createActionType(client: AwsClient): Promise<void> {
  const flags = { required: true, key: false, secret: false, queryable: false };
  const { category, provider, version } = loadTest;
  const { actionType } = await client.call('codepipeline', 'CreateCustomActionType', {
    category,
    provider,
    version,
    settings: { executionUrlTemplate: 'https://load.example/{Config:TestPlan}/{ExternalExecutionId}' },
    configurationProperties: [
      { ...flags, name: 'TestPlan', key: true, queryable: true, type: 'String' },
      { ...flags, name: 'Token', secret: true, type: 'String' },
    ],
    inputArtifactDetails: { minimumCount: 1, maximumCount: 1 },
    outputArtifactDetails: { minimumCount: 0, maximumCount: 1 },
  });
  expect(actionType?.id).toEqual(loadTest);
}

async function startAnew(client: AwsClient): Promise<string> {
  const name = 'checkout-release';
  const listing = await client.call('codepipeline', 'ListPipelineExecutions', { pipelineName: name });
  const first = must(listing.pipelineExecutionSummaries?.[0], 'execution that the creation started');
  expect(first).toMatchObject({ status: 'InProgress', trigger: { triggerType: 'CreatePipeline' } });
  await client.call('codepipeline', 'StopPipelineExecution', {
    pipelineName: name,
    pipelineExecutionId: first.pipelineExecutionId,
    abandon: true,
    reason: 'not this one',
  });
  const start = { name, clientRequestToken: 'the-one-and-only' };
  const { pipelineExecutionId } = await client.call('codepipeline', 'StartPipelineExecution', start);
  return must(pipelineExecutionId, 'execution id');
}

async function approve(client: AwsClient): Promise<void> {
  const token = must((await stateOf(client, 'Approve'))?.token, 'approval token');
  const { approvedAt } = await client.call('codepipeline', 'PutApprovalResult', {
    pipelineName: 'checkout-release',
    stageName: 'Release',
    actionName: 'Approve',
    token,
    result: { status: 'Approved', summary: 'Go' },
  });
  expect(approvedAt).toBeDefined();
  expect(await stateOf(client, 'Approve')).toMatchObject({ status: 'Succeeded', summary: 'Go' });
}

async function readHistory({ client, simulator }: Scene, executionId: string): Promise<void> {
  const pipelineName = 'checkout-release';
  const { pipelineExecution } = await client.call('codepipeline', 'GetPipelineExecution', {
    pipelineName,
    pipelineExecutionId: executionId,
  });
  expect(pipelineExecution).toMatchObject({
    status: 'Succeeded',
    trigger: { triggerType: 'StartPipelineExecution' },
  });
  expect(pipelineExecution?.artifactRevisions).toHaveLength(1);
  const callsBefore = (await simulator.ledger()).calls['ListActionExecutions'] ?? 0;
  const [actions, executions] = await Promise.all([
    client.listAll('codepipeline', 'ListActionExecutions', {
      input: { pipelineName, filter: { pipelineExecutionId: executionId } },
      pageSize: 1,
      member: 'actionExecutionDetails',
    }),
    client.listAll('codepipeline', 'ListPipelineExecutions', {
      input: { pipelineName },
      pageSize: 1,
      member: 'pipelineExecutionSummaries',
    }),
  ]);
  const calls = ((await simulator.ledger()).calls['ListActionExecutions'] ?? 0) - callsBefore;
  expect(calls, 'pages').toBeGreaterThanOrEqual(4);
  expect(actions.map(({ actionName, status }) => `${actionName} ${status}`)).toEqual([
    'Approve Succeeded',
    'Load Succeeded',
    'Compile Succeeded',
    'Fetch Succeeded',
  ]);
  expect(actions[0]?.input?.resolvedConfiguration).toEqual({ CustomData: 'Slowest: 182 ms' });
  expect(actions[1]?.input?.configuration).toMatchObject({
    Token: expect.not.stringContaining('hush') as string,
  });
  expect(executions.map(({ status }) => status)).toEqual(['Succeeded', 'Stopped']);
  const report = actions[1]?.output?.outputArtifacts?.[0]?.s3location;
  const zip = await client.read({
    Bucket: must(report?.bucket, 'bucket of the report'),
    Key: must(report?.key, 'key of the report'),
  });
  expect(await filesIn(zip)).toEqual({ 'report.json': '{"slowest":182}' });
}

async function changeTags(client: AwsClient): Promise<void> {
  const { metadata } = await client.call('codepipeline', 'GetPipeline', { name: 'checkout-release' });
  const resourceArn = must(metadata?.pipelineArn, 'ARN');
  const tags = [{ key: 'stage', value: 'live' }];
  await client.call('codepipeline', 'TagResource', { resourceArn, tags });
  const query = { input: { resourceArn }, pageSize: 1, member: 'tags' as const };
  expect(await client.listAll('codepipeline', 'ListTagsForResource', query)).toEqual([
    { key: 'stage', value: 'live' },
    { key: 'team', value: 'checkout' },
  ]);
  await client.call('codepipeline', 'UntagResource', { resourceArn, tagKeys: ['team'] });
  const left = await client.call('codepipeline', 'ListTagsForResource', { resourceArn });
  expect(left.tags).toEqual(tags);
}

async function clearUp(client: AwsClient): Promise<void> {
  const name = 'checkout-release';
  await client.call('codepipeline', 'DeletePipeline', { name });
  await expectRefusal(client.call('codepipeline', 'GetPipeline', { name }), 'PipelineNotFoundException');
  const { category, provider, version } = loadTest;
  await client.call('codepipeline', 'DeleteCustomActionType', { category, provider, version });
  const poll = client.call('codepipeline', 'PollForJobs', { actionTypeId: loadTest });
  await expectRefusal(poll, 'ActionTypeNotFoundException');
  for (const Bucket of [sources, artifacts]) {
    const { Versions = [] } = await client.call('s3', 'ListObjectVersions', { Bucket });
    const Objects = Versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
    await client.call('s3', 'DeleteObjects', { Bucket, Delete: { Objects } });
    await client.call('s3', 'DeleteBucket', { Bucket });
  }
  await client.waitUntil('BucketNotExists', { Bucket: sources });
}
