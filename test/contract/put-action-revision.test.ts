import { PutActionRevisionCommand } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { createRelease, stage, work } from './release-pipeline.ts';

describe('PutActionRevision', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const put = (revisionId: string, where: object = {}) =>
    simulator.codePipeline().send(
      new PutActionRevisionCommand({
        pipelineName: 'release',
        stageName: 'Source',
        actionName: 'Checkout',
        actionRevision: { revisionId, revisionChangeId: 'change-1', created: new Date(simulator.now()) },
        ...where,
      }),
    );

  it('starts an execution for a revision the source has not seen', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
    const { newRevision, pipelineExecutionId } = await put('revision-1');
    expect(newRevision).toBe(true);
    expect((await release.execution(pipelineExecutionId ?? '')).trigger?.triggerType).toBe(
      'PutActionRevision',
    );
    expect(await release.executions()).toHaveLength(2);
  });

  it('starts nothing for the revision it has seen last', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
    const { artifactRevisions } = await release.execution(release.firstId);
    expect(await put(artifactRevisions?.[0]?.revisionId ?? '')).toMatchObject({
      newRevision: false,
      pipelineExecutionId: release.firstId,
    });
    expect(await release.executions()).toHaveLength(1);
  });

  it('refuses stages and actions that are not there', async () => {
    await createRelease(simulator, [stage('Test', [work('Load')])]);
    await expect(put('1', { stageName: 'Nowhere' })).rejects.toMatchObject({
      name: 'StageNotFoundException',
    });
    await expect(put('1', { actionName: 'Nothing' })).rejects.toMatchObject({
      name: 'ActionNotFoundException',
    });
  });
});
