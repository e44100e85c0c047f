import {
  GetPipelineCommand,
  RetryStageExecutionCommand,
  StopPipelineExecutionCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import type {
  PipelineDeclaration,
  RetryStageExecutionCommandInput,
  StageDeclaration,
} from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { createRelease, stage, work } from './release-pipeline.ts';
import type { ReleasePipeline } from './release-pipeline.ts';

describe('RetryStageExecution', () => {
  let simulator: SimulatorUnderTest;
  let release: ReleasePipeline;
  beforeEach(async () => {
    simulator = await openSimulator();
    release = await createRelease(simulator, [
      stage('Test', [work('Load'), work('Soak')]),
      stage('Deploy', [work('Ship')]),
    ]);
  });
  afterEach(() => simulator.close());

  const retry = async (input: Partial<RetryStageExecutionCommandInput> = {}) => {
    const command = new RetryStageExecutionCommand({
      pipelineName: 'release',
      stageName: 'Test',
      pipelineExecutionId: release.firstId,
      retryMode: 'FAILED_ACTIONS',
      ...input,
    });
    return (await simulator.codePipeline().send(command)).pipelineExecutionId;
  };
  const notRetryable = { name: 'StageNotRetryableException' };

  it('begins the failed actions again in the same execution, which then goes on to the next stage', async () => {
    await release.report('Soak');
    await release.report('Load', { failure: {} });
    expect(await release.statuses()).toEqual(['Failed']);
    expect(await retry()).toBe(release.firstId);
    expect(await release.statuses()).toEqual(['InProgress']);
    await expect(release.claim('Soak')).rejects.toThrow('a job of Soak');
    await release.report('Load');
    expect((await release.action('Deploy', 'Ship')).latestExecution?.status).toBe('InProgress');
  });

  it('begins all actions again for ALL_ACTIONS', async () => {
    await release.report('Soak');
    await release.report('Load', { failure: {} });
    await retry({ retryMode: 'ALL_ACTIONS' });
    await release.report('Soak');
    await release.report('Load');
    expect((await release.stage('Deploy')).latestExecution?.status).toBe('InProgress');
  });

  it('gives a retried action a new execution id and its jobs new ids', async () => {
    const { id } = await release.claim('Soak');
    const before = (await release.action('Test', 'Load')).latestExecution?.actionExecutionId;
    await release.report('Load', { failure: {} });
    await retry();
    expect((await release.action('Test', 'Load')).latestExecution?.actionExecutionId).not.toBe(before);
    expect((await release.claim('Load')).id).not.toBe(id);
  });

  it('retries the failed action while another of the stage still works, but not all actions', async () => {
    await release.claim('Soak');
    await release.report('Load', { failure: {} });
    await expect(retry({ retryMode: 'ALL_ACTIONS' })).rejects.toMatchObject(notRetryable);
    await retry();
    expect((await release.action('Test', 'Load')).latestExecution?.status).toBe('InProgress');
  });

  it('retries a stage that was stopped and abandoned', async () => {
    await release.stages();
    await simulator.codePipeline().send(
      new StopPipelineExecutionCommand({
        pipelineName: 'release',
        pipelineExecutionId: release.firstId,
        abandon: true,
      }),
    );
    await retry();
    await release.report('Load');
    await release.report('Soak');
    expect((await release.stage('Deploy')).latestExecution?.status).toBe('InProgress');
  });

  it('refuses a stage in which nothing failed, and one the execution has not been in', async () => {
    await expect(retry()).rejects.toMatchObject(notRetryable);
    await release.report('Load');
    await release.report('Soak');
    await expect(retry()).rejects.toMatchObject(notRetryable);
    await expect(retry({ stageName: 'Nowhere' })).rejects.toMatchObject({ name: 'StageNotFoundException' });
  });

  it('refuses once another execution has entered the stage', async () => {
    await release.report('Soak');
    await release.report('Load', { failure: {} });
    const second = await release.start();
    expect((await release.stage('Test')).latestExecution?.pipelineExecutionId).toBe(second);
    await expect(retry()).rejects.toMatchObject({ name: 'NotLatestPipelineExecutionException' });
  });

  it('refuses an inbound execution that was stopped: nothing of it failed', async () => {
    await release.stages();
    const inbound = await release.start();
    await release.stages();
    await simulator
      .codePipeline()
      .send(new StopPipelineExecutionCommand({ pipelineName: 'release', pipelineExecutionId: inbound }));
    await expect(retry({ pipelineExecutionId: inbound })).rejects.toMatchObject({
      name: expect.stringMatching(/^(StageNotRetryable|NotLatestPipelineExecution)Exception$/) as string,
    });
    expect((await release.execution(inbound)).status).toBe('Stopped');
  });

  it('refuses when the stages were changed since', async () => {
    await release.report('Soak');
    await release.report('Load', { failure: {} });
    const client = simulator.codePipeline();
    const { pipeline } = await client.send(new GetPipelineCommand({ name: 'release' }));
    const stages = pipeline?.stages?.slice(0, 2) as StageDeclaration[];
    await client.send(
      new UpdatePipelineCommand({ pipeline: { ...pipeline, stages } as PipelineDeclaration }),
    );
    await expect(retry()).rejects.toMatchObject(notRetryable);
  });
});
