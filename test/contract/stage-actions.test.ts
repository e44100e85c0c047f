import { GetPipelineCommand, UpdatePipelineCommand } from '@aws-sdk/client-codepipeline';
import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { build, checkout, createRelease, stage, work } from './release-pipeline.ts';
import type { ReleasePipeline } from './release-pipeline.ts';

describe('actions of a stage', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const running = async (release: ReleasePipeline) =>
    (await release.actionExecutions(release.firstId))
      .filter(({ status }) => status === 'InProgress')
      .map(({ actionName }) => actionName)
      .sort();

  it('work side by side in one run order; the next order begins when all of them succeeded', async () => {
    const release = await createRelease(simulator, [
      stage('Test', [work('Load'), work('Soak'), work('Sum-up', { runOrder: 2 })]),
    ]);
    expect(await running(release)).toEqual(['Load', 'Soak']);
    await release.report('Load');
    expect(await running(release)).toEqual(['Soak']);
    await release.report('Soak');
    expect(await running(release)).toEqual(['Sum-up']);
  });

  it('end by themselves beside one that failed; the stage has failed then, and its next order never begins', async () => {
    const release = await createRelease(simulator, [
      stage('Test', [work('Load'), work('Soak'), work('Sum-up', { runOrder: 2 })]),
    ]);
    await release.report('Load', { failure: {} });
    expect(await release.statuses()).toEqual(['InProgress']);
    await release.report('Soak');
    expect(await release.statuses()).toEqual(['Failed']);
    expect((await release.action('Test', 'Sum-up')).latestExecution).toBeUndefined();
  });

  it('hand output variables and artifacts on to later actions', async () => {
    const release = await createRelease(simulator, [
      stage('Test', [work('Load', { namespace: 'Load', outputArtifacts: [{ name: 'Report' }] })]),
      stage('Deploy', [
        work('Ship', {
          configuration: { TestPlan: '#{Load.P95}' },
          inputArtifacts: [{ name: 'Report' }],
        }),
      ]),
    ]);
    await release.report('Load', { outputVariables: { P95: '0.4' } });
    const { data } = await release.claim('Ship');
    const [load] = (await release.actionExecutions(release.firstId)).filter(
      ({ actionName }) => actionName === 'Load',
    );
    const { bucket, key } = load?.output?.outputArtifacts?.[0]?.s3location ?? {};
    expect(data?.actionConfiguration?.configuration).toEqual({ TestPlan: '0.4' });
    expect(data?.inputArtifacts?.[0]).toMatchObject({
      name: 'Report',
      location: { s3Location: { bucketName: bucket, objectKey: key } },
    });
  });

  it('fail at once for a variable that nothing gives', async () => {
    const release = await createRelease(
      simulator,
      [stage('Test', [work('Load', { configuration: { TestPlan: '#{variables.Users}' } })])],
      { variables: [{ name: 'Users' }] },
    );
    const { latestExecution } = await release.action('Test', 'Load');
    expect(latestExecution).toMatchObject({
      status: 'Failed',
      errorDetails: { message: expect.stringContaining('#{variables.Users}') as string },
    });
  });

  it('all run again when a pipeline with several sources starts', async () => {
    const docs = checkout({
      name: 'Docs',
      configuration: { RepositoryName: 'docs', BranchName: 'main', PollForSourceChanges: 'false' },
      outputArtifacts: [{ name: 'DocsOutput' }],
    });
    const release = await createRelease(simulator, [], {
      stages: [stage('Source', [checkout(), docs]), stage('Build', [build('Compile')])],
    });
    const { artifactRevisions = [] } = await release.execution(await release.start());
    expect(artifactRevisions.map(({ name }) => name)).toEqual(['SourceOutput', 'DocsOutput']);
  });

  it('of AWS take their time and end', async () => {
    const release = await createRelease(simulator, [stage('Build', [build('Compile')])]);
    await release.stages();
    await simulator.advance(9);
    expect(await release.statuses()).toEqual(['InProgress']);
    await simulator.advance(1);
    expect(await release.statuses()).toEqual(['Succeeded']);
  });

  it('of a running execution stay those of the version it began with', async () => {
    const release = await createRelease(simulator, [
      stage('Test', [work('Load')]),
      stage('Deploy', [work('Ship')]),
    ]);
    await release.stages();
    const client = simulator.codePipeline();
    const { pipeline } = await client.send(new GetPipelineCommand({ name: 'release' }));
    const stages = pipeline?.stages?.slice(0, 2);
    await client.send(
      new UpdatePipelineCommand({ pipeline: { ...pipeline, stages } as PipelineDeclaration }),
    );
    await release.report('Load');
    await release.report('Ship');
    expect(await release.execution(release.firstId)).toMatchObject({
      status: 'Succeeded',
      pipelineVersion: 1,
    });
    expect(await release.execution(await release.start())).toMatchObject({ pipelineVersion: 2 });
  });
});
