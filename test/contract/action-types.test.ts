import {
  GetActionTypeCommand,
  GetPipelineCommand,
  ListActionTypesCommand,
  ListRuleTypesCommand,
  PollForThirdPartyJobsCommand,
  UpdateActionTypeCommand,
} from '@aws-sdk/client-codepipeline';
import type { ActionTypeDeclaration } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actionTypes, contoso, openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { aStage, createRunning } from './plain-pipeline.ts';

describe('action types', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const list = async (input: {
    actionOwnerFilter?: 'AWS' | 'ThirdParty' | 'Custom';
    regionFilter?: string;
  }) => (await simulator.codePipeline().send(new ListActionTypesCommand(input))).actionTypes ?? [];
  const get = async (id: { category: 'Test' | 'Build'; owner: 'AWS' | 'ThirdParty'; provider: string }) =>
    (await simulator.codePipeline().send(new GetActionTypeCommand({ ...id, version: '1' }))).actionType;
  const update = (actionType: ActionTypeDeclaration) =>
    simulator.codePipeline().send(new UpdateActionTypeCommand({ actionType }));
  const loadTest = { category: 'Test', owner: 'ThirdParty', provider: 'Northwind-LoadTest' } as const;

  it('are those of AWS, of third parties and of the account, by owner', async () => {
    const all = await list({});
    const owners = await Promise.all(
      (['AWS', 'ThirdParty', 'Custom'] as const).map((actionOwnerFilter) => list({ actionOwnerFilter })),
    );
    expect(all).toHaveLength(owners.flat().length);
    expect(owners[0]?.map(({ id }) => `${id?.category}/${id?.provider}`)).toEqual(
      expect.arrayContaining([
        'Source/S3',
        'Build/CodeBuild',
        'Deploy/ECS',
        'Approval/Manual',
        'Invoke/Lambda',
      ]),
    );
    expect(owners[1]?.map(({ id }) => id?.provider)).toEqual(
      expect.arrayContaining(['GitHub', 'Northwind-LoadTest']),
    );
  });

  it('tell their artifacts and configuration properties', async () => {
    const types = await list({ actionOwnerFilter: 'AWS' });
    const build = types.find(({ id }) => id?.category === 'Build' && id.provider === 'CodeBuild');
    expect(build?.inputArtifactDetails).toEqual({ minimumCount: 1, maximumCount: 5 });
    expect(build?.actionConfigurationProperties?.[0]).toEqual({
      name: 'ProjectName',
      required: true,
      key: true,
      secret: false,
      queryable: false,
    });
  });

  it('are asked about with their executor, which for a job worker names who polls', async () => {
    expect(await get(loadTest)).toMatchObject({
      id: { ...loadTest, version: '1' },
      executor: {
        type: 'JobWorker',
        configuration: { jobWorkerExecutorConfiguration: { pollingAccounts: ['111122223333'] } },
      },
      urls: { executionUrlTemplate: 'https://loadtest.northwind.example/runs/{ExternalExecutionId}' },
    });
  });

  it('are not found when they are AWS’s own or nobody’s', async () => {
    const build = { category: 'Build', owner: 'AWS', provider: 'CodeBuild' } as const;
    await expect(get(build)).rejects.toMatchObject({ name: 'ActionTypeNotFoundException' });
    await expect(get({ ...loadTest, provider: 'Nobody' })).rejects.toMatchObject({
      name: 'ActionTypeNotFoundException',
    });
  });

  const declaration: ActionTypeDeclaration = {
    description: 'Load tests',
    executor: {
      type: 'JobWorker',
      jobTimeout: 120,
      configuration: { jobWorkerExecutorConfiguration: { pollingAccounts: ['111122223333'] } },
    },
    id: { ...loadTest, version: '1' },
    inputArtifactDetails: { minimumCount: 0, maximumCount: 1 },
    outputArtifactDetails: { minimumCount: 0, maximumCount: 10 },
    permissions: { allowedAccounts: ['*'] },
    properties: [{ name: 'TestPlan', optional: false, key: true, noEcho: false, queryable: false }],
    urls: { entityUrlTemplate: 'https://loadtest.northwind.example/plans/{Config:TestPlan}' },
  };

  it('give back what they were updated with', async () => {
    await update(declaration);
    expect(await get(loadTest)).toEqual(declaration);
  });

  it('end their jobs after the time-out of their executor', async () => {
    await update(declaration);
    const { jobId } = await simulator.job({ clientId: contoso.clientId });
    await simulator.advance(119);
    expect((await simulator.ledgerJob(jobId)).status).toBe('Queued');
    await simulator.advance(1);
    const poll = new PollForThirdPartyJobsCommand({ actionTypeId: actionTypes.thirdParty });
    expect((await simulator.codePipeline().send(poll)).jobs).toEqual([]);
    expect((await simulator.ledgerJob(jobId)).status).toBe('TimedOut');
  });

  it('keep a property secret that they do not name any more', async () => {
    const actionTypeId = { ...loadTest, version: '1' };
    const configuration = { TestPlan: 'peak', ApiKey: 'k-1' };
    await createRunning(simulator, [aStage({ actions: [{ name: 'Load', actionTypeId, configuration }] })]);
    const actionType = await get(loadTest);
    const properties = actionType?.properties?.filter(({ name }) => name !== 'ApiKey');
    await update({ ...actionType, properties } as ActionTypeDeclaration);
    const { pipeline } = await simulator.codePipeline().send(new GetPipelineCommand({ name: 'checkout' }));
    expect(pipeline?.stages?.[1]?.actions?.[0]?.configuration).toEqual({ TestPlan: 'peak', ApiKey: '****' });
  });

  it('take time-outs of 60 to 43,200 seconds', async () => {
    for (const jobTimeout of [59, 43_201]) {
      const executor = { ...declaration.executor, jobTimeout } as ActionTypeDeclaration['executor'];
      await expect(update({ ...declaration, executor })).rejects.toMatchObject({
        name: 'ValidationException',
      });
    }
  });

  it('cannot be run by a Lambda function here, and say so', async () => {
    const lambdaFunctionArn = 'arn:aws:lambda:us-east-1:111122223333:function:run';
    const executor = {
      type: 'Lambda',
      configuration: { lambdaExecutorConfiguration: { lambdaFunctionArn } },
    } as const;
    await expect(update({ ...declaration, executor })).rejects.toMatchObject({
      name: 'RequestFailedException',
      message: expect.stringContaining('JobWorker only') as string,
    });
  });

  it('have rules beside them, of six kinds', async () => {
    const { ruleTypes = [] } = await simulator.codePipeline().send(new ListRuleTypesCommand({}));
    expect(ruleTypes.map(({ id }) => id?.provider)).toEqual([
      'CloudWatchAlarm',
      'CodeBuild',
      'Commands',
      'DeploymentWindow',
      'LambdaInvoke',
      'VariableCheck',
    ]);
    expect(ruleTypes.at(-1)?.ruleConfigurationProperties?.map(({ name }) => name)).toEqual([
      'Variable',
      'Value',
      'Operator',
    ]);
  });
});
