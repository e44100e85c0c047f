import {
  GetPipelineCommand,
  RollbackStageCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import type { RollbackStageCommandInput } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { createRelease, stage, work } from './release-pipeline.ts';
import type { ReleasePipeline } from './release-pipeline.ts';

describe('RollbackStage', () => {
  let simulator: SimulatorUnderTest;
  let release: ReleasePipeline;
  beforeEach(async () => {
    simulator = await openSimulator();
    release = await createRelease(simulator, [
      stage('Deploy', [work('Ship')]),
      stage('Smoke', [work('Try')]),
    ]);
  });
  afterEach(() => simulator.close());

  const rollBack = async (input: Partial<RollbackStageCommandInput> = {}) => {
    const command = new RollbackStageCommand({
      pipelineName: 'release',
      stageName: 'Deploy',
      targetPipelineExecutionId: release.firstId,
      ...input,
    });
    return (await simulator.codePipeline().send(command)).pipelineExecutionId ?? '';
  };

  it('runs the stage again with the artifacts of the target, in a new execution that ends with it', async () => {
    await release.report('Ship');
    await release.report('Try');
    const second = await release.start();
    await release.report('Ship', { executionId: second, failure: {} });
    const id = await rollBack();
    expect(await release.execution(id)).toMatchObject({
      status: 'InProgress',
      executionType: 'ROLLBACK',
      rollbackMetadata: { rollbackTargetPipelineExecutionId: release.firstId },
      trigger: { triggerType: 'ManualRollback' },
      artifactRevisions: (await release.execution(release.firstId)).artifactRevisions,
    });
    expect((await release.stage('Deploy')).latestExecution).toEqual({
      pipelineExecutionId: id,
      status: 'InProgress',
      type: 'ROLLBACK',
    });
    const input = async (executionId: string) =>
      (await release.actionExecutions(executionId)).find(({ actionName }) => actionName === 'Ship')?.input
        ?.inputArtifacts;
    expect(await input(id)).toEqual(await input(release.firstId));
    await release.report('Ship', { executionId: id });
    expect((await release.execution(id)).status).toBe('Succeeded');
    expect((await release.stage('Smoke')).latestExecution?.pipelineExecutionId).toBe(release.firstId);
  });

  it('refuses a target that did not succeed in the stage, and the source stage', async () => {
    const unable = { name: 'UnableToRollbackStageException' };
    await release.report('Ship', { failure: {} });
    await expect(rollBack()).rejects.toMatchObject(unable);
    await expect(rollBack({ stageName: 'Source' })).rejects.toMatchObject(unable);
  });

  it('refuses executions and stages that are not there', async () => {
    await release.stages();
    const targetPipelineExecutionId = '00000000-0000-4000-8000-000000000000';
    await expect(rollBack({ targetPipelineExecutionId })).rejects.toMatchObject({
      name: 'PipelineExecutionNotFoundException',
    });
    await expect(rollBack({ stageName: 'Nowhere' })).rejects.toMatchObject({
      name: 'StageNotFoundException',
    });
  });

  it('refuses a target that ran with an earlier version of the pipeline', async () => {
    await release.report('Ship');
    await release.report('Try');
    const client = simulator.codePipeline();
    const { pipeline } = await client.send(new GetPipelineCommand({ name: 'release' }));
    await client.send(new UpdatePipelineCommand({ pipeline }));
    await expect(rollBack()).rejects.toMatchObject({ name: 'PipelineExecutionOutdatedException' });
  });

  it('is not available in PARALLEL mode', async () => {
    const parallel = await createRelease(simulator, [stage('Deploy', [work('Ship')])], {
      name: 'parallel',
      executionMode: 'PARALLEL',
    });
    await parallel.report('Ship');
    const input = { pipelineName: 'parallel', targetPipelineExecutionId: parallel.firstId };
    await expect(rollBack(input)).rejects.toMatchObject({ name: 'UnableToRollbackStageException' });
  });

  it('refuses while an execution is in the stage', async () => {
    await release.report('Ship');
    await release.start();
    await release.stages();
    await expect(rollBack()).rejects.toMatchObject({ name: 'ConflictException' });
  });
});
