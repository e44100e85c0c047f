import {
  DisableStageTransitionCommand,
  EnableStageTransitionCommand,
  StopPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import type { ExecutionMode, StageTransitionType } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { createRelease, stage, work } from './release-pipeline.ts';

describe('DisableStageTransition and EnableStageTransition', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const close = (stageName: string, transitionType: StageTransitionType = 'Inbound', reason = 'freeze') =>
    simulator
      .codePipeline()
      .send(
        new DisableStageTransitionCommand({ pipelineName: 'release', stageName, transitionType, reason }),
      );
  const open = (stageName: string, transitionType: StageTransitionType = 'Inbound') =>
    simulator
      .codePipeline()
      .send(new EnableStageTransitionCommand({ pipelineName: 'release', stageName, transitionType }));

  /** A pipeline whose first execution has not reached the test stage when its transition closes. */
  const closedRelease = async (executionMode: ExecutionMode) => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])], { executionMode });
    await release.report('Load');
    await close('Test');
    return release;
  };

  it('holds executions in front of the stage, where the newest supersedes the older ones', async () => {
    const release = await closedRelease('SUPERSEDED');
    const older = await release.start();
    expect((await release.stage('Test')).inboundExecution?.pipelineExecutionId).toBe(older);
    const newer = await release.start();
    expect((await release.stage('Test')).inboundExecutions).toHaveLength(1);
    expect((await release.stage('Test')).inboundExecution?.pipelineExecutionId).toBe(newer);
    expect(await release.statuses()).toEqual(['InProgress', 'Superseded', 'Succeeded']);
  });

  it('lets the newest one enter when it is enabled', async () => {
    const release = await closedRelease('SUPERSEDED');
    await release.start();
    await release.stages();
    const newer = await release.start();
    await release.stages();
    await open('Test');
    expect((await release.stage('Test')).latestExecution).toMatchObject({
      pipelineExecutionId: newer,
      status: 'InProgress',
    });
  });

  it('keeps the whole queue in QUEUED mode, and lets the first one enter', async () => {
    const release = await closedRelease('QUEUED');
    const first = await release.start();
    await release.stages();
    const second = await release.start();
    expect((await release.stage('Test')).inboundExecutions).toHaveLength(2);
    await open('Test');
    const { latestExecution, inboundExecutions } = await release.stage('Test');
    expect(latestExecution?.pipelineExecutionId).toBe(first);
    expect(inboundExecutions?.map(({ pipelineExecutionId }) => pipelineExecutionId)).toEqual([second]);
  });

  it('holds what wants to leave a stage when its outbound transition is disabled', async () => {
    const release = await createRelease(simulator, [
      stage('Test', [work('Load')]),
      stage('Deploy', [work('Ship')]),
    ]);
    await close('Test', 'Outbound');
    await release.report('Load');
    expect((await release.stage('Deploy')).inboundExecution?.pipelineExecutionId).toBe(release.firstId);
    expect((await release.stage('Deploy')).latestExecution).toBeUndefined();
    await open('Test', 'Outbound');
    expect((await release.stage('Deploy')).latestExecution?.status).toBe('InProgress');
  });

  it('does not let a stopped inbound execution enter when it is enabled', async () => {
    const release = await closedRelease('SUPERSEDED');
    const pipelineExecutionId = await release.start();
    await release.stages();
    await simulator
      .codePipeline()
      .send(new StopPipelineExecutionCommand({ pipelineName: 'release', pipelineExecutionId }));
    await open('Test');
    expect((await release.stage('Test')).latestExecution?.pipelineExecutionId).toBe(release.firstId);
    expect(await release.statuses()).toEqual(['Stopped', 'Succeeded']);
  });

  it('leaves alone what is in the stage already', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
    await release.stages();
    await close('Test');
    await release.report('Load');
    expect(await release.statuses()).toEqual(['Succeeded']);
  });

  it('refuses a stage that is not there, and a reason with other characters than the service allows', async () => {
    await createRelease(simulator, [stage('Test', [work('Load')])]);
    await expect(close('Nowhere')).rejects.toMatchObject({ name: 'StageNotFoundException' });
    await expect(open('Nowhere')).rejects.toMatchObject({ name: 'StageNotFoundException' });
    await expect(close('Test', 'Inbound', 'a; b')).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("at 'reason'") as string,
    });
  });
});
