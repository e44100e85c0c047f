import { PutJobSuccessResultCommand, StopPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import type { StopPipelineExecutionCommandInput } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { build, createRelease, stage, work } from './release-pipeline.ts';
import type { ReleasePipeline } from './release-pipeline.ts';

describe('StopPipelineExecution', () => {
  let simulator: SimulatorUnderTest;
  let release: ReleasePipeline;
  beforeEach(async () => {
    simulator = await openSimulator();
    release = await createRelease(simulator, [
      stage('Test', [work('Load'), work('Soak'), build('Pack', { runOrder: 2 })]),
      stage('Deploy', [build('Ship')]),
    ]);
    await release.stages();
  });
  afterEach(() => simulator.close());

  const stop = async (input: Partial<StopPipelineExecutionCommandInput> = {}) => {
    const pipelineExecutionId = release.firstId;
    const command = new StopPipelineExecutionCommand({
      pipelineName: 'release',
      pipelineExecutionId,
      ...input,
    });
    return (await simulator.codePipeline().send(command)).pipelineExecutionId;
  };

  it('waits: what is in progress ends, nothing further begins, and the execution is Stopped', async () => {
    expect(await stop({ reason: 'wrong branch' })).toBe(release.firstId);
    expect(await release.statuses()).toEqual(['Stopping']);
    await release.report('Load');
    expect(await release.statuses()).toEqual(['Stopping']);
    await release.report('Soak');
    expect(await release.statuses()).toEqual(['Stopped']);
    const actions = await release.actionExecutions(release.firstId);
    expect(actions.map(({ actionName, status }) => `${actionName} ${status}`)).toEqual([
      'Soak Succeeded',
      'Load Succeeded',
      'Checkout Succeeded',
    ]);
  });

  it('refuses a second stop and wait while it is Stopping', async () => {
    await stop();
    await expect(stop()).rejects.toMatchObject({ name: 'DuplicatedStopRequestException' });
  });

  it('abandons at once, also while Stopping; the jobs of the actions take no results any more', async () => {
    const { id: jobId } = await release.claim('Load');
    await stop();
    await stop({ abandon: true });
    expect(await release.statuses()).toEqual(['Stopped']);
    expect((await release.stage('Test')).latestExecution?.status).toBe('Stopped');
    expect((await release.action('Test', 'Load')).latestExecution).toMatchObject({
      status: 'Abandoned',
      lastUpdatedBy: expect.stringMatching(/^arn:aws:/) as string,
    });
    await expect(
      simulator.codePipeline().send(new PutJobSuccessResultCommand({ jobId })),
    ).rejects.toMatchObject({ name: 'InvalidJobStateException' });
    await expect(release.claim('Soak')).rejects.toThrow('a job of Soak');
  });

  it('frees the stage, so that the execution in front of it enters', async () => {
    const second = await release.start();
    expect((await release.stage('Test')).inboundExecution?.pipelineExecutionId).toBe(second);
    await stop({ abandon: true });
    const { inboundExecution, latestExecution } = await release.stage('Test');
    expect(inboundExecution).toBeUndefined();
    expect(latestExecution).toMatchObject({ pipelineExecutionId: second, status: 'InProgress' });
  });

  it('stops an inbound execution at once, which then never enters', async () => {
    const second = await release.start();
    await release.stages();
    await stop({ pipelineExecutionId: second });
    expect(await release.statuses()).toEqual(['Stopped', 'InProgress']);
    expect((await release.stage('Test')).inboundExecutions).toEqual([]);
    await stop({ abandon: true });
    expect((await release.stage('Test')).latestExecution?.pipelineExecutionId).toBe(release.firstId);
  });

  it.each(['Stopped', 'Succeeded', 'unknown'])('refuses an execution that is %s', async (how) => {
    if (how === 'Stopped') await stop({ abandon: true });
    if (how === 'Succeeded') {
      await release.report('Load');
      await release.report('Soak');
      await simulator.advance(20);
      expect(await release.statuses()).toEqual(['Succeeded']);
    }
    const pipelineExecutionId = how === 'unknown' ? '00000000-0000-4000-8000-000000000000' : release.firstId;
    await expect(stop({ pipelineExecutionId })).rejects.toMatchObject({
      name: 'PipelineExecutionNotStoppableException',
    });
  });
});
