import {
  CreateCustomActionTypeCommand,
  DisableStageTransitionCommand,
  EnableStageTransitionCommand,
  GetPipelineCommand,
  GetPipelineStateCommand,
  RetryStageExecutionCommand,
  StopPipelineExecutionCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { approval, build, createRelease, stage, work } from './release-pipeline.ts';

describe('GetPipelineState', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const details = { externalExecutionId: '153245', percentComplete: 40, summary: '40 of 100' };

  it('refuses a pipeline that is not there, or is in another region', async () => {
    await createRelease(simulator, [stage('Test', [work('Load')])]);
    for (const [region, name] of [
      ['us-east-1', 'nothing'],
      ['eu-west-1', 'release'],
    ] as const) {
      await expect(
        simulator.codePipeline(region).send(new GetPipelineStateCommand({ name })),
      ).rejects.toMatchObject({ name: 'PipelineNotFoundException' });
    }
  });

  it('names the pipeline with its version and the times of its creation and update', async () => {
    await createRelease(simulator, [stage('Test', [work('Load')])]);
    const state = await simulator.codePipeline().send(new GetPipelineStateCommand({ name: 'release' }));
    expect(state).toMatchObject({
      pipelineName: 'release',
      pipelineVersion: 1,
      created: new Date(simulator.now()),
      updated: new Date(simulator.now()),
    });
    expect(state.stageStates?.map(({ stageName }) => stageName)).toEqual(['Source', 'Test']);
  });

  it('shows every stage with an enabled transition, and actions that never ran without an execution', async () => {
    const release = await createRelease(simulator, [
      stage('Test', [work('Load')]),
      stage('Deploy', [build('Ship')]),
    ]);
    const { inboundTransitionState, inboundExecutions, inboundExecution, latestExecution, actionStates } =
      await release.stage('Deploy');
    expect(inboundTransitionState).toEqual({ enabled: true });
    expect(inboundExecutions).toEqual([]);
    expect(inboundExecution).toBeUndefined();
    expect(latestExecution).toBeUndefined();
    expect(actionStates).toEqual([
      { actionName: 'Ship', entityUrl: expect.stringContaining('/projects/checkout/view') as string },
    ]);
    expect((await release.stage('Source')).inboundTransitionState).toEqual({ enabled: true });
  });

  it('shows the revision a source found, with links to it', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
    const { currentRevision, latestExecution, revisionUrl, entityUrl } = await release.action(
      'Source',
      'Checkout',
    );
    const { artifactRevisions } = await release.execution(release.firstId);
    const [found] = artifactRevisions ?? [];
    expect(found?.revisionId).toMatch(/^[0-9a-f]{40}$/);
    expect(currentRevision).toEqual({
      revisionId: found?.revisionId,
      revisionChangeId: found?.revisionChangeIdentifier,
      created: found?.created,
    });
    expect(latestExecution).toMatchObject({
      status: 'Succeeded',
      summary: found?.revisionSummary,
      externalExecutionId: found?.revisionId,
      externalExecutionUrl: revisionUrl,
    });
    expect(revisionUrl).toContain(found?.revisionId);
    expect(entityUrl).toContain('checkout');
  });

  it('shows what a job worker reported while its run goes on: id, filled link, percent and summary', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
    await release.report('Load', { continuationToken: '153245', executionDetails: details });
    expect(await release.action('Test', 'Load')).toEqual({
      actionName: 'Load',
      latestExecution: {
        actionExecutionId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        status: 'InProgress',
        lastStatusChange: new Date(simulator.now()),
        externalExecutionId: '153245',
        externalExecutionUrl: 'https://loadtest.northwind.example/runs/153245',
        percentComplete: 40,
        summary: '40 of 100',
      },
    });
    expect((await release.stage('Test')).latestExecution).toEqual({
      pipelineExecutionId: release.firstId,
      status: 'InProgress',
      type: 'STANDARD',
    });
  });

  it('shows why an action failed, and its link when the worker names the run', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
    await release.report('Load', { failure: { message: '9 s at p95', externalExecutionId: '7' } });
    expect((await release.action('Test', 'Load')).latestExecution).toMatchObject({
      status: 'Failed',
      errorDetails: { code: 'JobFailed', message: '9 s at p95' },
      externalExecutionUrl: 'https://loadtest.northwind.example/runs/7',
    });
    expect((await release.stage('Test')).latestExecution?.status).toBe('Failed');
  });

  it('fills link templates with values of the configuration, but never while one is missing', async () => {
    await simulator.codePipeline().send(
      new CreateCustomActionTypeCommand({
        category: 'Test',
        provider: 'Linked',
        version: '1',
        settings: {
          entityUrlTemplate: 'https://linked.example/{Config:Team}/plans',
          executionUrlTemplate: 'https://linked.example/{Config:Team}/{ExternalExecutionId}',
        },
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
        work('Load', {
          actionTypeId: { category: 'Test', owner: 'Custom', provider: 'Linked', version: '1' },
          configuration: { Team: 'shop/web', ApiKey: 's3cret' },
        }),
      ]),
    ]);
    const { entityUrl, latestExecution } = await release.action('Test', 'Load');
    expect(entityUrl).toBe('https://linked.example/shop%2Fweb/plans');
    expect(latestExecution?.externalExecutionUrl).toBeUndefined();
  });

  it('gives the token of an approval while it waits, and no longer once it ended', async () => {
    const release = await createRelease(simulator, [stage('Approve', [approval('Sign-off')])]);
    const asked = await release.action('Approve', 'Sign-off');
    expect(asked.latestExecution?.token).toMatch(/^[0-9a-f-]{36}$/);
    await simulator.advance(7 * 24 * 3600);
    const { latestExecution } = await release.action('Approve', 'Sign-off');
    expect(latestExecution?.status).toBe('Failed');
    expect(latestExecution?.token).toBeUndefined();
  });

  it('leads from an approval to what is to be reviewed', async () => {
    const configuration = { ExternalEntityLink: 'https://shop.example/beta' };
    const release = await createRelease(simulator, [
      stage('Approve', [approval('Sign-off', { configuration })]),
    ]);
    expect((await release.action('Approve', 'Sign-off')).entityUrl).toBe('https://shop.example/beta');
  });

  it('shows the latest execution of an action that the present execution has not reached', async () => {
    const release = await createRelease(simulator, [
      stage('Test', [work('Load'), work('Soak', { runOrder: 2 })]),
    ]);
    await release.report('Load');
    await release.report('Soak', { executionDetails: { externalExecutionId: 'first' } });
    const second = await release.start();
    expect((await release.stage('Test')).latestExecution?.pipelineExecutionId).toBe(second);
    expect((await release.action('Test', 'Load')).latestExecution?.status).toBe('InProgress');
    expect((await release.action('Test', 'Soak')).latestExecution).toMatchObject({
      status: 'Succeeded',
      externalExecutionId: 'first',
    });
  });

  it('shows who closed a transition, when and why, and who opened it', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
    const transition = {
      pipelineName: 'release',
      stageName: 'Test',
      transitionType: 'Inbound',
    } as const;
    const client = simulator.codePipeline();
    await client.send(new DisableStageTransitionCommand({ ...transition, reason: 'freeze' }));
    expect((await release.stage('Test')).inboundTransitionState).toEqual({
      enabled: false,
      disabledReason: 'freeze',
      lastChangedAt: new Date(simulator.now()),
      lastChangedBy: expect.stringMatching(/^arn:aws:/) as string,
    });
    await simulator.advance(60);
    await client.send(new EnableStageTransitionCommand(transition));
    expect((await release.stage('Test')).inboundTransitionState).toEqual({
      enabled: true,
      lastChangedAt: new Date(simulator.now()),
      lastChangedBy: expect.stringMatching(/^arn:aws:/) as string,
    });
  });

  it('lists what waits in front of a locked stage', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
    const second = await release.start();
    const { inboundExecution, inboundExecutions, latestExecution } = await release.stage('Test');
    const waiting = { pipelineExecutionId: second, status: 'InProgress', type: 'STANDARD' };
    expect(inboundExecution).toEqual(waiting);
    expect(inboundExecutions).toEqual([waiting]);
    expect(latestExecution?.pipelineExecutionId).toBe(release.firstId);
  });

  it('lists a queue in order of arrival, with the next one to enter as the inbound execution', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])], {
      executionMode: 'QUEUED',
    });
    const second = await release.start();
    await release.stages();
    const third = await release.start();
    const { inboundExecution, inboundExecutions } = await release.stage('Test');
    expect(inboundExecutions?.map(({ pipelineExecutionId }) => pipelineExecutionId)).toEqual([second, third]);
    expect(inboundExecution?.pipelineExecutionId).toBe(second);
  });

  it('shows a stage that is being stopped, and then stopped', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
    await release.stages();
    await simulator
      .codePipeline()
      .send(
        new StopPipelineExecutionCommand({ pipelineName: 'release', pipelineExecutionId: release.firstId }),
      );
    expect((await release.stage('Test')).latestExecution?.status).toBe('Stopping');
    await release.report('Load');
    expect((await release.stage('Test')).latestExecution?.status).toBe('Stopped');
  });

  it('counts manual retries of a stage', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
    await release.report('Load', { failure: {} });
    expect((await release.stage('Test')).retryStageMetadata).toBeUndefined();
    await simulator.codePipeline().send(
      new RetryStageExecutionCommand({
        pipelineName: 'release',
        stageName: 'Test',
        pipelineExecutionId: release.firstId,
        retryMode: 'FAILED_ACTIONS',
      }),
    );
    expect((await release.stage('Test')).retryStageMetadata).toEqual({
      manualStageRetryAttempt: 1,
      latestRetryTrigger: 'ManualStageRetry',
    });
  });

  it('counts the automatic retry of a stage', async () => {
    const onFailure = { result: 'RETRY', retryConfiguration: { retryMode: 'ALL_ACTIONS' } } as const;
    const release = await createRelease(simulator, [stage('Test', [work('Load')], { onFailure })]);
    await release.report('Load', { failure: {} });
    const { latestExecution, retryStageMetadata } = await release.stage('Test');
    expect(latestExecution?.status).toBe('InProgress');
    expect(retryStageMetadata).toEqual({
      autoStageRetryAttempt: 1,
      latestRetryTrigger: 'AutomatedStageRetry',
    });
  });

  it('knows nothing of executions in PARALLEL mode', async () => {
    const release = await createRelease(simulator, [stage('Approve', [approval('Sign-off')])], {
      executionMode: 'PARALLEL',
    });
    const { latestExecution, inboundExecutions, actionStates } = await release.stage('Approve');
    expect(latestExecution).toBeUndefined();
    expect(inboundExecutions).toEqual([]);
    expect(actionStates).toEqual([{ actionName: 'Sign-off' }]);
    expect((await release.actionExecutions(release.firstId))[0]).toMatchObject({ status: 'InProgress' });
  });

  it('shows the stages and actions of the declaration in force, whatever an execution runs', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
    await release.stages();
    const client = simulator.codePipeline();
    const { pipeline } = await client.send(new GetPipelineCommand({ name: 'release' }));
    const stages = [...(pipeline?.stages?.slice(0, 1) ?? []), stage('Test', [work('Load'), work('Soak')])];
    await client.send(
      new UpdatePipelineCommand({ pipeline: { ...pipeline, stages } as PipelineDeclaration }),
    );
    const { actionStates, latestExecution } = await release.stage('Test');
    expect(latestExecution?.pipelineExecutionId).toBe(release.firstId);
    expect(actionStates).toMatchObject([
      { actionName: 'Load', latestExecution: { status: 'InProgress' } },
      { actionName: 'Soak' },
    ]);
    expect(actionStates?.[1]?.latestExecution).toBeUndefined();
  });
});
