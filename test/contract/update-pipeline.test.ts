import {
  AcknowledgeJobCommand,
  CreateCustomActionTypeCommand,
  DeletePipelineCommand,
  GetJobDetailsCommand,
  GetPipelineCommand,
  ListPipelineExecutionsCommand,
  ListPipelinesCommand,
  PollForJobsCommand,
  PutJobSuccessResultCommand,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actionTypes, openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { aPipeline, aStage, create, createRunning, withStages } from './plain-pipeline.ts';

describe('UpdatePipeline', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const update = async (pipeline: PipelineDeclaration) =>
    (await simulator.codePipeline().send(new UpdatePipelineCommand({ pipeline }))).pipeline;
  const get = (version?: number) =>
    simulator.codePipeline().send(new GetPipelineCommand({ name: 'checkout', version }));

  it('puts the next version in force, whatever version the declaration names', async () => {
    await create(simulator, aPipeline());
    await simulator.advance(60);
    const changed = await update(withStages([aStage({ name: 'Ship' })], { version: 17 }));
    expect(changed?.version).toBe(2);
    const { pipeline, metadata } = await get();
    expect(pipeline?.stages?.map(({ name }) => name)).toEqual(['Source', 'Ship']);
    expect(metadata?.updated).toEqual(new Date(simulator.now()));
    expect(metadata?.created).toEqual(new Date(simulator.now() - 60_000));
  });

  it('keeps every older version', async () => {
    await create(simulator, aPipeline());
    await update(withStages([aStage({ name: 'Ship' })]));
    expect((await get(1)).pipeline?.stages?.[1]?.name).toBe('Build');
    await expect(get(3)).rejects.toMatchObject({ name: 'PipelineVersionNotFoundException' });
  });

  it('checks the declaration as CreatePipeline does, and keeps the old one when it is wrong', async () => {
    await create(simulator, aPipeline());
    await expect(update(withStages([]))).rejects.toMatchObject({ name: 'InvalidStructureException' });
    expect((await get()).pipeline?.version).toBe(1);
  });

  it('changes the execution mode', async () => {
    await create(simulator, aPipeline());
    expect(await update(aPipeline({ pipelineType: 'V2', executionMode: 'PARALLEL' }))).toMatchObject({
      executionMode: 'PARALLEL',
      pipelineType: 'V2',
    });
  });

  it('refuses a name nobody has', async () => {
    await expect(update(aPipeline())).rejects.toMatchObject({ name: 'PipelineNotFoundException' });
  });

  it('keeps a secret that comes back masked, as long as stage and action keep their names', async () => {
    const actionTypeId = { category: 'Test', owner: 'Custom', provider: 'Secretive', version: '1' } as const;
    const load = (ApiKey: string, name: string) => ({ name, actionTypeId, configuration: { ApiKey } });
    await createSecretiveType(simulator);
    await createRunning(simulator, [aStage({ actions: [load('k-1', 'Load')] })]);
    const { pipeline } = await get();
    await update({
      ...pipeline,
      stages: [pipeline?.stages?.[0] ?? {}, aStage({ actions: [load('****', 'Load'), load('****', 'New')] })],
    } as PipelineDeclaration);
    const client = simulator.codePipeline();
    const [first] =
      (await client.send(new ListPipelineExecutionsCommand({ pipelineName: 'checkout' })))
        .pipelineExecutionSummaries ?? [];
    const pipelineExecutionId = first?.pipelineExecutionId ?? '';
    await client.send(
      new StopPipelineExecutionCommand({ pipelineName: 'checkout', pipelineExecutionId, abandon: true }),
    );
    await client.send(new StartPipelineExecutionCommand({ name: 'checkout' }));
    await simulator.advance(60);
    const { jobs = [] } = await client.send(new PollForJobsCommand({ actionTypeId, maxBatchSize: 10 }));
    expect(jobs.map((job) => job.data?.actionConfiguration?.configuration)).toEqual([
      { ApiKey: 'k-1' },
      { ApiKey: '****' },
    ]);
  });
});

describe('DeletePipeline', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const remove = () => simulator.codePipeline().send(new DeletePipelineCommand({ name: 'checkout' }));

  it('takes the pipeline away', async () => {
    await create(simulator, aPipeline());
    await remove();
    expect((await simulator.codePipeline().send(new ListPipelinesCommand({}))).pipelines).toEqual([]);
    await create(simulator, aPipeline());
  });

  it('succeeds for a name nobody has', async () => {
    await expect(remove()).resolves.toBeDefined();
  });

  it('ends running executions: their jobs take no results any more', async () => {
    const load = { name: 'Load', actionTypeId: actionTypes.custom };
    await createRunning(simulator, [aStage({ actions: [load] })]);
    await simulator.advance(60);
    const poll = new PollForJobsCommand({ actionTypeId: actionTypes.custom });
    const [job] = (await simulator.codePipeline().send(poll)).jobs ?? [];
    const jobId = job?.id ?? '';
    await simulator.codePipeline().send(new AcknowledgeJobCommand({ jobId, nonce: job?.nonce ?? '' }));
    await remove();
    await expect(
      simulator.codePipeline().send(new PutJobSuccessResultCommand({ jobId })),
    ).rejects.toMatchObject({ name: 'InvalidJobStateException' });
    await simulator.codePipeline().send(new GetJobDetailsCommand({ jobId }));
    await simulator.advance(7200);
    expect((await simulator.codePipeline().send(poll)).jobs).toEqual([]);
  });
});

async function createSecretiveType(simulator: SimulatorUnderTest) {
  await simulator.codePipeline().send(
    new CreateCustomActionTypeCommand({
      category: 'Test',
      provider: 'Secretive',
      version: '1',
      configurationProperties: [{ name: 'ApiKey', required: true, key: false, secret: true }],
      inputArtifactDetails: { minimumCount: 0, maximumCount: 5 },
      outputArtifactDetails: { minimumCount: 0, maximumCount: 5 },
    }),
  );
}
