import {
  CreateCustomActionTypeCommand,
  ListActionExecutionsCommand,
  PollForJobsCommand,
  RetryStageExecutionCommand,
  paginateListActionExecutions,
} from '@aws-sdk/client-codepipeline';
import type { ActionExecutionFilter } from '@aws-sdk/client-codepipeline';
import { CreateBucketCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actionTypes, openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { artifactBucket } from './artifact-bucket.ts';
import { approval, build, checkout, createRelease, stage, work } from './release-pipeline.ts';

describe('ListActionExecutions', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const list = async (filter?: ActionExecutionFilter, maxResults?: number) =>
    simulator
      .codePipeline()
      .send(new ListActionExecutionsCommand({ pipelineName: 'release', filter, maxResults }));

  it('shows everything about an action that ended well', async () => {
    const load = work('Load', {
      namespace: 'LoadVariables',
      roleArn: 'arn:aws:iam::111122223333:role/load',
      configuration: { TestPlan: '#{SourceVariables.BranchName}-peak' },
      outputArtifacts: [{ name: 'Report' }],
    });
    const release = await createRelease(simulator, [], {
      stages: [stage('Source', [checkout({ namespace: 'SourceVariables' })]), stage('Test', [load])],
    });
    const startTime = new Date(simulator.now());
    await release.stages();
    await simulator.advance(20);
    await release.report('Load', {
      executionDetails: { externalExecutionId: '7', summary: 'p95 0.4 s', percentComplete: 100 },
      outputVariables: { P95: '0.4' },
    });
    const [ran, source] = await release.actionExecutions(release.firstId);
    const bucket = await artifactBucket(simulator);
    const inBucket = (name: string) => ({
      name,
      s3location: { bucket, key: expect.stringMatching(/^release\//) as string },
    });
    expect(ran).toEqual({
      pipelineExecutionId: release.firstId,
      actionExecutionId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      pipelineVersion: 1,
      stageName: 'Test',
      actionName: 'Load',
      startTime,
      lastUpdateTime: new Date(simulator.now()),
      status: 'Succeeded',
      input: {
        actionTypeId: actionTypes.custom,
        configuration: { TestPlan: '#{SourceVariables.BranchName}-peak' },
        resolvedConfiguration: { TestPlan: 'main-peak' },
        roleArn: 'arn:aws:iam::111122223333:role/load',
        region: 'us-east-1',
        inputArtifacts: [inBucket('SourceOutput')],
        namespace: 'LoadVariables',
      },
      output: {
        outputArtifacts: [inBucket('Report')],
        executionResult: {
          externalExecutionId: '7',
          externalExecutionSummary: 'p95 0.4 s',
          externalExecutionUrl: 'https://loadtest.northwind.example/runs/7',
        },
        outputVariables: { P95: '0.4' },
      },
    });
    expect(ran?.input?.inputArtifacts).toEqual(source?.output?.outputArtifacts);
    expect(source).toMatchObject({
      actionName: 'Checkout',
      output: { outputVariables: { BranchName: 'main' } },
    });
  });

  it('shows why an action failed', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
    await release.report('Load', { failure: { type: 'PermissionError', message: 'no access' } });
    expect((await release.actionExecutions(release.firstId))[0]).toMatchObject({
      status: 'Failed',
      output: { executionResult: { errorDetails: { code: 'PermissionError', message: 'no access' } } },
    });
  });

  it('shows an action of another region with artifacts in the store of that region', async () => {
    const [home, away] = [await artifactBucket(simulator), 'eu-artifacts'];
    const LocationConstraint = 'eu-west-1';
    await simulator
      .s3(LocationConstraint)
      .send(new CreateBucketCommand({ Bucket: away, CreateBucketConfiguration: { LocationConstraint } }));
    const release = await createRelease(
      simulator,
      [stage('Build', [build('Compile', { region: 'eu-west-1' })])],
      {
        artifactStore: undefined,
        artifactStores: {
          'us-east-1': { type: 'S3', location: home },
          'eu-west-1': { type: 'S3', location: away },
        },
      },
    );
    const [compile, source] = await release.actionExecutions(release.firstId);
    expect(source?.output?.outputArtifacts?.[0]?.s3location?.bucket).toBe(home);
    expect(compile).toMatchObject({
      actionName: 'Compile',
      status: 'InProgress',
      input: { region: 'eu-west-1', inputArtifacts: [{ s3location: { bucket: away } }] },
    });
    const { key } = compile?.input?.inputArtifacts?.[0]?.s3location ?? {};
    const copy = await simulator.s3('eu-west-1').send(new HeadObjectCommand({ Bucket: away, Key: key }));
    expect(copy.ContentLength).toBeGreaterThan(0);
  });

  it('masks secret values, which its job worker gets in the clear', async () => {
    const secretType = { category: 'Test', owner: 'Custom', provider: 'Secretive', version: '1' } as const;
    await simulator.codePipeline().send(
      new CreateCustomActionTypeCommand({
        ...secretType,
        configurationProperties: [
          { name: 'Team', required: true, key: true, secret: false },
          { name: 'ApiKey', required: true, key: false, secret: true },
        ],
        inputArtifactDetails: { minimumCount: 0, maximumCount: 1 },
        outputArtifactDetails: { minimumCount: 0, maximumCount: 1 },
      }),
    );
    const release = await createRelease(simulator, [
      stage('Test', [
        work('Load', { actionTypeId: secretType, configuration: { Team: 'web', ApiKey: 's3cret' } }),
      ]),
    ]);
    const [load] = await release.actionExecutions(release.firstId);
    const masked = { Team: 'web', ApiKey: '****' };
    expect(load?.input).toMatchObject({ configuration: masked, resolvedConfiguration: masked });
    const poll = new PollForJobsCommand({ actionTypeId: secretType });
    const [job] = (await simulator.codePipeline().send(poll)).jobs ?? [];
    expect(job?.data?.actionConfiguration?.configuration).toEqual({ Team: 'web', ApiKey: 's3cret' });
  });

  it('gives the token of an approval as its external execution id, also in PARALLEL mode', async () => {
    const release = await createRelease(simulator, [stage('Approve', [approval('Sign-off')])], {
      executionMode: 'PARALLEL',
    });
    const [asked] = await release.actionExecutions(release.firstId);
    expect(asked?.output?.executionResult?.externalExecutionId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('lists the newest execution first and in it the newest action first, and filters by execution', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
    await release.report('Load');
    const second = await release.start();
    await release.stages();
    const named = async (filter?: ActionExecutionFilter) =>
      (await list(filter)).actionExecutionDetails?.map((one) => [one.pipelineExecutionId, one.actionName]);
    expect(await named()).toEqual([
      [second, 'Load'],
      [second, 'Checkout'],
      [release.firstId, 'Load'],
      [release.firstId, 'Checkout'],
    ]);
    expect(await named({ pipelineExecutionId: release.firstId })).toEqual([
      [release.firstId, 'Load'],
      [release.firstId, 'Checkout'],
    ]);
  });

  it('leaves out retried runs for Latest, and has them for All', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load'), work('Soak')])]);
    await release.report('Soak');
    await release.report('Load', { failure: {} });
    await simulator.codePipeline().send(
      new RetryStageExecutionCommand({
        pipelineName: 'release',
        stageName: 'Test',
        pipelineExecutionId: release.firstId,
        retryMode: 'FAILED_ACTIONS',
      }),
    );
    const ran = async (startTimeRange: 'Latest' | 'All') => {
      const filter = { latestInPipelineExecution: { pipelineExecutionId: release.firstId, startTimeRange } };
      const { actionExecutionDetails = [] } = await list(filter);
      return actionExecutionDetails.map(({ actionName, status }) => `${actionName} ${status}`);
    };
    expect(await ran('Latest')).toEqual(['Load InProgress', 'Soak Succeeded', 'Checkout Succeeded']);
    expect(await ran('All')).toEqual([
      'Load InProgress',
      'Soak Succeeded',
      'Load Failed',
      'Checkout Succeeded',
    ]);
  });

  it('pages through every action once, also while others begin', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load'), work('Soak')])], {
      executionMode: 'PARALLEL',
    });
    for (let count = 2; count <= 4; count += 1) await release.start();
    await release.stages();
    const all = (await list()).actionExecutionDetails?.map(({ actionExecutionId }) => actionExecutionId);
    expect(all).toHaveLength(12);
    const seen: (string | undefined)[] = [];
    const pages = paginateListActionExecutions(
      { client: simulator.codePipeline(), pageSize: 5 },
      { pipelineName: 'release' },
    );
    for await (const { actionExecutionDetails = [] } of pages) {
      seen.push(...actionExecutionDetails.map(({ actionExecutionId }) => actionExecutionId));
      await release.start();
    }
    expect(seen).toEqual(all);
  });

  it('refuses an execution the pipeline does not have, in either filter', async () => {
    await createRelease(simulator, [stage('Test', [work('Load')])]);
    const pipelineExecutionId = '00000000-0000-4000-8000-000000000000';
    for (const filter of [
      { pipelineExecutionId },
      { latestInPipelineExecution: { pipelineExecutionId, startTimeRange: 'All' as const } },
    ]) {
      await expect(list(filter)).rejects.toMatchObject({ name: 'PipelineExecutionNotFoundException' });
    }
  });

  it('refuses a token that was given for another filter', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
    await release.stages();
    const { nextToken } = await list(undefined, 1);
    expect(nextToken).toBeDefined();
    const filter = { pipelineExecutionId: release.firstId };
    const command = new ListActionExecutionsCommand({ pipelineName: 'release', filter, nextToken });
    await expect(simulator.codePipeline().send(command)).rejects.toMatchObject({
      name: 'InvalidNextTokenException',
    });
  });
});
