import {
  CreatePipelineCommand,
  GetPipelineCommand,
  ListPipelineExecutionsCommand,
} from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { aBuild, aPipeline, aSource, aStage, create, withStages } from './plain-pipeline.ts';

describe('CreatePipeline', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  it('answers version 1 with everything the service fills in', async () => {
    const { pipeline } = await create(simulator, aPipeline());
    expect(pipeline).toMatchObject({
      name: 'checkout',
      version: 1,
      executionMode: 'SUPERSEDED',
      pipelineType: 'V1',
    });
    expect(pipeline?.stages?.[1]?.actions?.[0]).toEqual({
      ...aBuild(),
      runOrder: 1,
      outputArtifacts: [],
    });
  });

  it('starts the pipeline at once, with the trigger CreatePipeline and the name of the caller', async () => {
    await create(simulator, aPipeline());
    const command = new ListPipelineExecutionsCommand({ pipelineName: 'checkout' });
    const { pipelineExecutionSummaries } = await simulator.codePipeline().send(command);
    expect(pipelineExecutionSummaries).toHaveLength(1);
    expect(pipelineExecutionSummaries?.[0]?.trigger).toEqual({
      triggerType: 'CreatePipeline',
      triggerDetail: expect.stringMatching(/^arn:aws:/) as string,
    });
  });

  it('shows the pipeline to its own region only, with its ARN and times', async () => {
    await create(simulator, aPipeline(), 'eu-west-1');
    const command = new GetPipelineCommand({ name: 'checkout' });
    const { metadata } = await simulator.codePipeline('eu-west-1').send(command);
    expect(metadata).toEqual({
      pipelineArn: 'arn:aws:codepipeline:eu-west-1:111122223333:checkout',
      created: new Date(simulator.now()),
      updated: new Date(simulator.now()),
    });
    await expect(simulator.codePipeline().send(command)).rejects.toMatchObject({
      name: 'PipelineNotFoundException',
    });
  });

  it('refuses a name that is in use in the region, and takes it in another', async () => {
    await create(simulator, aPipeline());
    await expect(create(simulator, aPipeline())).rejects.toMatchObject({
      name: 'PipelineNameInUseException',
    });
    await create(simulator, aPipeline(), 'us-west-2');
  });

  it('masks secret configuration values in every answer', async () => {
    const source = aSource({
      actionTypeId: { category: 'Source', owner: 'ThirdParty', provider: 'GitHub', version: '1' },
      configuration: { Owner: 'contoso', Repo: 'checkout', Branch: 'main', OAuthToken: 'gho-secret' },
    });
    const declaration = aPipeline({ stages: [{ name: 'Source', actions: [source] }, aStage()] });
    const created = await create(simulator, declaration);
    const got = await simulator.codePipeline().send(new GetPipelineCommand({ name: 'checkout' }));
    for (const { pipeline } of [created, got]) {
      expect(pipeline?.stages?.[0]?.actions?.[0]?.configuration).toEqual({
        Owner: 'contoso',
        Repo: 'checkout',
        Branch: 'main',
        OAuthToken: '****',
      });
    }
  });

  it('counts what is wrong with single members, in the words of AWS, list members from 1', async () => {
    const name = 'has spaces';
    const declaration = withStages([aStage({ actions: [aBuild({ name, runOrder: 1000 })] })], {
      roleArn: 'arn:aws:iam::1:role/x',
    });
    await expect(create(simulator, declaration)).rejects.toMatchObject({
      name: 'ValidationException',
      message: [
        "3 validation errors detected: Value 'arn:aws:iam::1:role/x' at 'pipeline.roleArn' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:aws(-[\\w]+)*:iam::[0-9]{12}:role/.*",
        "Value 'has spaces' at 'pipeline.stages.2.member.actions.1.member.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9.@\\-_]+",
        "Value '1000' at 'pipeline.stages.2.member.actions.1.member.runOrder' failed to satisfy constraint: Member must have value less than or equal to 999",
      ].join('; '),
    });
  });

  it('does not echo configuration values', async () => {
    const configuration = { ProjectName: 's'.repeat(1001) };
    await expect(
      create(simulator, withStages([aStage({ actions: [aBuild({ configuration })] })])),
    ).rejects.toMatchObject({
      message:
        "1 validation error detected: Value at 'pipeline.stages.2.member.actions.1.member.configuration' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 1000, Member must have length greater than or equal to 1]",
    });
  });

  it('refuses tags of the system, and more than 50', async () => {
    const tagged = (tags: { key: string; value: string }[]) =>
      simulator.codePipeline().send(new CreatePipelineCommand({ pipeline: aPipeline(), tags }));
    await expect(tagged([{ key: 'aws:x', value: '' }])).rejects.toMatchObject({
      name: 'InvalidTagsException',
    });
    const many = Array.from({ length: 51 }, (_, n) => ({ key: `k${n}`, value: '' }));
    await expect(tagged(many)).rejects.toMatchObject({ name: 'TooManyTagsException' });
    expect((await tagged(many.slice(1))).tags).toHaveLength(50);
  });
});
