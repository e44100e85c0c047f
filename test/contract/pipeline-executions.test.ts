import {
  CreatePipelineCommand,
  GetPipelineExecutionCommand,
  ListPipelineExecutionsCommand,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
  paginateListPipelineExecutions,
} from '@aws-sdk/client-codepipeline';
import type { StartPipelineExecutionCommandInput } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { build, checkout, createRelease, stage, work } from './release-pipeline.ts';

const nowhere = '00000000-0000-4000-8000-000000000000';

describe('executions of a pipeline', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const refused = (name: string, message: RegExp) => ({
    name,
    message: expect.stringMatching(message) as string,
  });

  describe('StartPipelineExecution', () => {
    it('starts an execution with the caller as its trigger', async () => {
      const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
      const id = await release.start();
      expect(await release.execution(id)).toMatchObject({
        pipelineName: 'release',
        pipelineVersion: 1,
        pipelineExecutionId: id,
        status: 'InProgress',
        executionMode: 'SUPERSEDED',
        executionType: 'STANDARD',
        trigger: {
          triggerType: 'StartPipelineExecution',
          triggerDetail: expect.stringMatching(/^arn:aws:/) as string,
        },
      });
      expect((await release.execution(release.firstId)).trigger?.triggerType).toBe('CreatePipeline');
    });

    it('starts one execution only for one client request token', async () => {
      const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
      const first = await release.start({ clientRequestToken: 'build-17' });
      expect(await release.start({ clientRequestToken: 'build-17' })).toBe(first);
      expect(await release.start({ clientRequestToken: 'build-18' })).not.toBe(first);
      expect(await release.executions()).toHaveLength(3);
    });

    it('gives variables their values, and the others their defaults', async () => {
      const variables = [{ name: 'Target', defaultValue: 'beta' }, { name: 'Users' }];
      const plan = work('Load', { configuration: { TestPlan: '#{variables.Target}-#{variables.Users}' } });
      const release = await createRelease(simulator, [stage('Test', [plan])], { variables });
      const id = await release.start({ variables: [{ name: 'Users', value: '500' }] });
      expect((await release.execution(id)).variables).toEqual([
        { name: 'Target', resolvedValue: 'beta' },
        { name: 'Users', resolvedValue: '500' },
      ]);
      const { data } = await release.claim('Load', id);
      expect(data?.actionConfiguration?.configuration).toEqual({ TestPlan: 'beta-500' });
    });

    it.each([
      [{ variables: [{ name: 'Nobody', value: '1' }] }, /\[Nobody\]/],
      [{ variables: [1, 2].map((value) => ({ name: 'Users', value: String(value) })) }, /given twice/],
      [{ sourceRevisions: [{ actionName: 'Load', revisionType: 'COMMIT_ID' }] }, /not a source action/],
      [{ sourceRevisions: [{ actionName: 'Checkout', revisionType: 'IMAGE_DIGEST' }] }, /does not fit/],
      [{ sourceRevisions: [{ actionName: 'Bundle', revisionType: 'S3_OBJECT_KEY' }] }, /does not allow/],
    ] as [Pick<StartPipelineExecutionCommandInput, 'variables' | 'sourceRevisions'>, RegExp][])(
      'refuses what the declaration does not provide for (%#), and starts nothing',
      async (input, message) => {
        const bundle = checkout({
          name: 'Bundle',
          actionTypeId: { category: 'Source', owner: 'AWS', provider: 'S3', version: '1' },
          configuration: { S3Bucket: 'sources', S3ObjectKey: 'app.zip', PollForSourceChanges: 'false' },
          outputArtifacts: [{ name: 'Bundle' }],
        });
        const release = await createRelease(simulator, [], {
          stages: [stage('Source', [checkout(), bundle]), stage('Test', [work('Load')])],
          variables: [{ name: 'Users', defaultValue: '1' }],
        });
        const sourceRevisions = input.sourceRevisions?.map((one) => ({ ...one, revisionValue: 'abc' }));
        await expect(
          release.start({ ...input, ...(sourceRevisions && { sourceRevisions }) }),
        ).rejects.toMatchObject(refused('ValidationException', message));
        expect(await release.executions()).toHaveLength(1);
      },
    );

    it('runs with the revision it is told', async () => {
      const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
      const revisionValue = '7636d59f3c461ce7a8417dbc63717636d59f3c46';
      const id = await release.start({
        sourceRevisions: [{ actionName: 'Checkout', revisionType: 'COMMIT_ID', revisionValue }],
      });
      expect((await release.execution(id)).artifactRevisions?.[0]?.revisionId).toBe(revisionValue);
      expect((await release.execution(release.firstId)).artifactRevisions?.[0]?.revisionId).not.toBe(
        revisionValue,
      );
    });

    it('refuses a pipeline that is not there', async () => {
      await expect(
        simulator.codePipeline().send(new StartPipelineExecutionCommand({ name: 'nothing' })),
      ).rejects.toMatchObject({ name: 'PipelineNotFoundException' });
    });

    it.each(['QUEUED', 'PARALLEL'] as const)(
      'refuses the 51st execution at a time in %s mode',
      async (mode) => {
        const release = await createRelease(simulator, [stage('Test', [work('Load')])], {
          executionMode: mode,
        });
        for (let count = 2; count <= 50; count += 1) await release.start();
        await expect(release.start()).rejects.toMatchObject({
          name: 'ConcurrentPipelineExecutionsLimitExceededException',
        });
      },
    );
  });

  describe('GetPipelineExecution', () => {
    it('shows the artifact that each source revision became', async () => {
      const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
      const { artifactRevisions } = await release.execution(release.firstId);
      expect(artifactRevisions).toEqual([
        {
          name: 'SourceOutput',
          revisionId: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
          revisionChangeIdentifier: expect.any(String) as string,
          revisionSummary: expect.any(String) as string,
          revisionUrl: expect.stringMatching(/^https:/) as string,
          created: expect.any(Date) as Date,
        },
      ]);
    });

    it('refuses an execution that is not of this pipeline', async () => {
      const first = await createRelease(simulator, [stage('Test', [work('Load')])], { name: 'one' });
      await createRelease(simulator, [stage('Test', [work('Load')])], { name: 'two' });
      for (const [pipelineName, pipelineExecutionId] of [
        ['one', nowhere],
        ['two', first.firstId],
      ] as const) {
        await expect(
          simulator
            .codePipeline()
            .send(new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId })),
        ).rejects.toMatchObject({ name: 'PipelineExecutionNotFoundException' });
      }
    });
  });

  describe('ListPipelineExecutions', () => {
    it('lists the newest first, with times, source revisions and trigger', async () => {
      const release = await createRelease(simulator, [stage('Build', [build('Compile')])]);
      await release.stages();
      await simulator.advance(10);
      const second = await release.start();
      const [newest, oldest] = await release.executions();
      expect(newest).toMatchObject({ pipelineExecutionId: second, status: 'InProgress' });
      const { artifactRevisions = [] } = await release.execution(release.firstId);
      expect(oldest).toMatchObject({
        pipelineExecutionId: release.firstId,
        status: 'Succeeded',
        startTime: new Date(simulator.now() - 10_000),
        lastUpdateTime: new Date(simulator.now()),
        sourceRevisions: artifactRevisions.map(({ revisionId, revisionSummary, revisionUrl }) => ({
          actionName: 'Checkout',
          revisionId,
          revisionSummary,
          revisionUrl,
        })),
        trigger: { triggerType: 'CreatePipeline' },
        executionMode: 'SUPERSEDED',
        executionType: 'STANDARD',
      });
      expect(oldest?.stopTrigger).toBeUndefined();
      expect(oldest?.rollbackMetadata).toBeUndefined();
    });

    it('shows why an execution was stopped', async () => {
      const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
      await simulator.codePipeline().send(
        new StopPipelineExecutionCommand({
          pipelineName: 'release',
          pipelineExecutionId: release.firstId,
          abandon: true,
          reason: 'wrong branch',
        }),
      );
      expect((await release.executions())[0]).toMatchObject({
        status: 'Stopped',
        stopTrigger: { reason: 'wrong branch' },
      });
    });

    it('pages through everything once, also while executions are added', async () => {
      const release = await createRelease(simulator, [stage('Test', [work('Load')])], {
        executionMode: 'QUEUED',
      });
      for (let count = 2; count <= 7; count += 1) await release.start();
      const all = (await release.executions()).map(({ pipelineExecutionId }) => pipelineExecutionId);
      const seen: (string | undefined)[] = [];
      const pages = paginateListPipelineExecutions(
        { client: simulator.codePipeline(), pageSize: 3 },
        { pipelineName: 'release' },
      );
      for await (const { pipelineExecutionSummaries = [] } of pages) {
        seen.push(...pipelineExecutionSummaries.map(({ pipelineExecutionId }) => pipelineExecutionId));
        await release.start();
      }
      expect(seen).toEqual(all);
    });

    it('refuses a token of another pipeline, and one that nobody gave', async () => {
      const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
      await createRelease(simulator, [stage('Test', [work('Load')])], { name: 'other' });
      await release.start();
      const list = (input: object) =>
        simulator
          .codePipeline()
          .send(new ListPipelineExecutionsCommand({ pipelineName: 'release', ...input }));
      const { nextToken } = await list({ maxResults: 1 });
      expect(nextToken).toBeDefined();
      expect((await list({ nextToken })).pipelineExecutionSummaries).toHaveLength(1);
      for (const wrong of [{ pipelineName: 'other', nextToken }, { nextToken: 'absurd' }]) {
        await expect(list(wrong)).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
      }
    });

    it('finds the executions that succeeded in a stage', async () => {
      const release = await createRelease(simulator, [
        stage('Test', [work('Load')]),
        stage('Soak', [work('Soak')]),
      ]);
      await release.report('Load');
      await release.report('Soak', { failure: {} });
      const second = await release.start();
      await release.report('Load', { executionId: second, failure: {} });
      const succeededIn = async (stageName: string) => {
        const filter = { succeededInStage: { stageName } };
        const command = new ListPipelineExecutionsCommand({ pipelineName: 'release', filter });
        const { pipelineExecutionSummaries = [] } = await simulator.codePipeline().send(command);
        return pipelineExecutionSummaries.map(({ pipelineExecutionId }) => pipelineExecutionId);
      };
      expect(await succeededIn('Source')).toEqual([second, release.firstId]);
      expect(await succeededIn('Test')).toEqual([release.firstId]);
      expect(await succeededIn('Soak')).toEqual([]);
    });

    it('refuses more than 100 at a time', async () => {
      await createRelease(simulator, [stage('Test', [work('Load')])]);
      const command = new ListPipelineExecutionsCommand({ pipelineName: 'release', maxResults: 101 });
      await expect(simulator.codePipeline().send(command)).rejects.toMatchObject(
        refused('ValidationException', /'maxResults'.*less than or equal to 100/),
      );
    });
  });

  it('keeps pipelines of the same name in two regions apart', async () => {
    const release = await createRelease(simulator, [stage('Test', [work('Load')])]);
    const elsewhere = simulator.codePipeline('eu-west-1');
    await elsewhere.send(
      new CreatePipelineCommand({
        pipeline: {
          name: 'release',
          roleArn: 'arn:aws:iam::111122223333:role/release',
          artifactStore: { type: 'S3', location: 'eu-artifacts' },
          stages: [stage('Source', [checkout()]), stage('Build', [build('Compile')])],
        },
      }),
    );
    await release.start();
    const { pipelineExecutionSummaries } = await elsewhere.send(
      new ListPipelineExecutionsCommand({ pipelineName: 'release' }),
    );
    expect(pipelineExecutionSummaries).toHaveLength(1);
    expect(await release.executions()).toHaveLength(2);
  });
});
