import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { createRelease, stage, work } from './release-pipeline.ts';

describe('execution modes', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const stages = [stage('Test', [work('Load')]), stage('Deploy', [work('Ship')])];

  it('SUPERSEDED: a stage is locked while an execution is in it', async () => {
    const release = await createRelease(simulator, stages);
    const second = await release.start();
    const { latestExecution, inboundExecution } = await release.stage('Test');
    expect(latestExecution?.pipelineExecutionId).toBe(release.firstId);
    expect(inboundExecution?.pipelineExecutionId).toBe(second);
    await expect(release.claim('Load', second)).rejects.toThrow('a job of Load');
  });

  it('SUPERSEDED: the newest execution overtakes the older ones between stages', async () => {
    const release = await createRelease(simulator, stages);
    const ids = [];
    for (let count = 2; count <= 4; count += 1) {
      await release.stages();
      ids.push(await release.start());
    }
    await release.stages();
    expect(await release.statuses()).toEqual(['InProgress', 'Superseded', 'Superseded', 'InProgress']);
    await release.report('Load');
    expect((await release.stage('Test')).latestExecution?.pipelineExecutionId).toBe(ids[2]);
    expect((await release.executions())[1]?.statusSummary).toContain(ids[2]);
  });

  it('SUPERSEDED: an execution inside a stage is never overtaken', async () => {
    const release = await createRelease(simulator, stages);
    for (let count = 2; count <= 4; count += 1) {
      await release.stages();
      await release.start();
    }
    await release.report('Load', { executionId: release.firstId });
    await release.report('Ship', { executionId: release.firstId });
    expect((await release.execution(release.firstId)).status).toBe('Succeeded');
  });

  it('SUPERSEDED: a failure frees the stage', async () => {
    const release = await createRelease(simulator, stages);
    const second = await release.start();
    await release.report('Load', { failure: {} });
    expect((await release.stage('Test')).latestExecution).toMatchObject({
      pipelineExecutionId: second,
      status: 'InProgress',
    });
    expect(await release.statuses()).toEqual(['InProgress', 'Failed']);
  });

  it('QUEUED: executions enter each stage in order of arrival, and nobody is overtaken', async () => {
    const release = await createRelease(simulator, stages, { executionMode: 'QUEUED' });
    const ids = [release.firstId];
    for (let count = 2; count <= 3; count += 1) {
      await release.stages();
      ids.push(await release.start());
    }
    for (const executionId of ids) await release.report('Load', { executionId });
    const inbound = (await release.stage('Deploy')).inboundExecutions ?? [];
    expect(inbound.map(({ pipelineExecutionId }) => pipelineExecutionId)).toEqual(ids.slice(1));
    for (const executionId of ids) await release.report('Ship', { executionId });
    expect(await release.statuses()).toEqual(['Succeeded', 'Succeeded', 'Succeeded']);
  });

  it('PARALLEL: executions neither wait for each other nor overtake each other', async () => {
    const release = await createRelease(simulator, stages, { executionMode: 'PARALLEL' });
    const second = await release.start();
    await release.report('Load', { executionId: second });
    await release.report('Ship', { executionId: second });
    expect(await release.statuses()).toEqual(['Succeeded', 'InProgress']);
    await release.report('Load', { executionId: release.firstId });
    await release.report('Ship', { executionId: release.firstId });
    expect(await release.statuses()).toEqual(['Succeeded', 'Succeeded']);
  });
});
