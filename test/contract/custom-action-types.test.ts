import {
  CreateCustomActionTypeCommand,
  DeleteCustomActionTypeCommand,
  ListActionTypesCommand,
  PollForJobsCommand,
} from '@aws-sdk/client-codepipeline';
import type { CreateCustomActionTypeCommandInput } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { aStage, createRunning } from './plain-pipeline.ts';

const counts = { minimumCount: 0, maximumCount: 5 };
const project = { name: 'ProjectName', required: true, key: true, secret: false, queryable: true };

describe('custom action types', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
  });
  afterEach(() => simulator.close());

  const id = { category: 'Build', provider: 'Bakery', version: '1' } as const;
  const actionTypeId = { ...id, owner: 'Custom' } as const;
  const bake = (change: Partial<CreateCustomActionTypeCommandInput> = {}, region?: string) =>
    simulator.codePipeline(region).send(
      new CreateCustomActionTypeCommand({
        ...id,
        configurationProperties: [project],
        inputArtifactDetails: counts,
        outputArtifactDetails: counts,
        ...change,
      }),
    );
  const remove = () => simulator.codePipeline().send(new DeleteCustomActionTypeCommand(id));
  const poll = async (region?: string) => {
    const command = new PollForJobsCommand({ actionTypeId, queryParam: { ProjectName: 'bread' } });
    return (await simulator.codePipeline(region).send(command)).jobs;
  };
  const useIt = (configuration: Record<string, string> = { ProjectName: 'bread' }) =>
    createRunning(simulator, [aStage({ actions: [{ name: 'Bake', actionTypeId, configuration }] })]);

  it('answer with all that was declared', async () => {
    const settings = {
      entityUrlTemplate: 'https://bakery.example/{Config:ProjectName}',
      executionUrlTemplate: 'https://bakery.example/{Config:ProjectName}/{ExternalExecutionId}',
    };
    const tags = [{ key: 'team', value: 'ovens' }];
    const description = 'What to bake';
    const property = { ...project, description, type: 'String' } as const;
    const answer = await bake({ settings, tags, configurationProperties: [property] });
    expect(answer).toMatchObject({
      tags,
      actionType: {
        id: actionTypeId,
        settings,
        actionConfigurationProperties: [property],
        inputArtifactDetails: counts,
        outputArtifactDetails: counts,
      },
    });
  });

  it('exist in their region only', async () => {
    await bake();
    expect(await poll()).toEqual([]);
    await expect(poll('us-west-2')).rejects.toMatchObject({ name: 'ActionTypeNotFoundException' });
    const list = new ListActionTypesCommand({ actionOwnerFilter: 'Custom' });
    const here = (await simulator.codePipeline().send(list)).actionTypes ?? [];
    const there = (await simulator.codePipeline('us-west-2').send(list)).actionTypes ?? [];
    expect(here.map((type) => type.id?.provider)).toContain('Bakery');
    expect(there.map((type) => type.id?.provider)).not.toContain('Bakery');
  });

  it('can be used by pipelines, whose jobs are found by the queryable property', async () => {
    await bake();
    await useIt();
    await simulator.advance(60);
    expect(await poll()).toHaveLength(1);
  });

  it('limit a queryable value to 20 letters, digits, underscores and hyphens', async () => {
    await bake();
    await expect(useIt({ ProjectName: 'white bread' })).rejects.toMatchObject({
      name: 'InvalidActionDeclarationException',
    });
    await expect(useIt({ ProjectName: 'b'.repeat(21) })).rejects.toMatchObject({
      name: 'InvalidActionDeclarationException',
    });
  });

  it('are neither polled nor declared any more once they are deleted', async () => {
    await bake();
    await remove();
    await expect(poll()).rejects.toMatchObject({ name: 'ActionTypeNotFoundException' });
    await expect(useIt()).rejects.toMatchObject({ name: 'InvalidActionDeclarationException' });
  });

  it('use a version up: it cannot be made again, deleted or not', async () => {
    await bake();
    await expect(bake()).rejects.toMatchObject({ name: 'ValidationException' });
    await remove();
    await expect(bake()).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('never used before') as string,
    });
    await bake({ version: '2' });
  });

  it('can be deleted when they do not exist', async () => {
    await expect(remove()).resolves.toBeDefined();
  });

  it.each<[string, Partial<CreateCustomActionTypeCommandInput>, string]>([
    [
      'two queryable properties',
      { configurationProperties: [project, { ...project, name: 'Other' }] },
      'one queryable',
    ],
    [
      'a secret queryable property',
      { configurationProperties: [{ ...project, secret: true }] },
      'not secret',
    ],
    [
      'an optional queryable property',
      { configurationProperties: [{ ...project, required: false }] },
      'required',
    ],
    [
      'a property twice',
      { configurationProperties: [{ ...project, queryable: false }, project] },
      'more than once',
    ],
    [
      'a URL with an unknown property',
      { settings: { entityUrlTemplate: 'https://b.example/{Config:Nope}' } },
      '{Config:Nope}',
    ],
    [
      'a URL with a secret property',
      {
        configurationProperties: [{ name: 'Key', required: true, key: false, secret: true }],
        settings: { executionUrlTemplate: 'https://b.example/{Config:Key}' },
      },
      '{Config:Key}',
    ],
    ['a URL with another placeholder', { settings: { entityUrlTemplate: 'https://b.example/{Id}' } }, '{Id}'],
    [
      'a minimum over the maximum',
      { inputArtifactDetails: { minimumCount: 2, maximumCount: 1 } },
      'over the maximum',
    ],
    [
      'six artifacts',
      { outputArtifactDetails: { minimumCount: 0, maximumCount: 6 } },
      'less than or equal to 5',
    ],
    ['approvals', { category: 'Approval' }, "the category 'Approval'"],
  ])('refuse %s', async (_what, change, message) => {
    await expect(bake(change)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message) as string,
    });
  });

  it('are 50 in a region at most', async () => {
    for (let n = 0; n < 50; n += 1) await bake({ version: `v${n}` });
    await expect(bake({ version: 'v50' })).rejects.toMatchObject({ name: 'LimitExceededException' });
    await bake({}, 'us-west-2');
  });
});
