import {
  CreateCustomActionTypeCommand,
  ListTagsForResourceCommand,
  PutWebhookCommand,
  TagResourceCommand,
  UntagResourceCommand,
  paginateListTagsForResource,
} from '@aws-sdk/client-codepipeline';
import type { Tag } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { aPipeline, create } from './plain-pipeline.ts';

const prefix = 'arn:aws:codepipeline:us-east-1:111122223333:';

describe('tags', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
    await create(simulator, aPipeline());
  });
  afterEach(() => simulator.close());

  const tag = (resource: string, tags: Tag[]) =>
    simulator.codePipeline().send(new TagResourceCommand({ resourceArn: prefix + resource, tags }));
  const untag = (resource: string, ...tagKeys: string[]) =>
    simulator.codePipeline().send(new UntagResourceCommand({ resourceArn: prefix + resource, tagKeys }));
  const tagsOf = async (resource: string) => {
    const command = new ListTagsForResourceCommand({ resourceArn: prefix + resource });
    return (await simulator.codePipeline().send(command)).tags;
  };

  it('are put on a pipeline, replaced by key and taken off', async () => {
    await tag('checkout', [
      { key: 'team', value: 'a' },
      { key: 'cost', value: '' },
    ]);
    await tag('checkout', [{ key: 'team', value: 'b' }]);
    expect(await tagsOf('checkout')).toEqual([
      { key: 'cost', value: '' },
      { key: 'team', value: 'b' },
    ]);
    await untag('checkout', 'cost', 'nobody');
    expect(await tagsOf('checkout')).toEqual([{ key: 'team', value: 'b' }]);
  });

  it('are put on webhooks and custom action types too', async () => {
    await simulator.codePipeline().send(
      new PutWebhookCommand({
        webhook: {
          name: 'hook',
          targetPipeline: 'checkout',
          targetAction: 'Source',
          filters: [],
          authentication: 'UNAUTHENTICATED',
          authenticationConfiguration: {},
        },
        tags: [{ key: 'a', value: '1' }],
      }),
    );
    const counts = { minimumCount: 0, maximumCount: 1 };
    const input = { category: 'Test', provider: 'Bakery', version: '1' } as const;
    await simulator.codePipeline().send(
      new CreateCustomActionTypeCommand({
        ...input,
        inputArtifactDetails: counts,
        outputArtifactDetails: counts,
        tags: [{ key: 'a', value: '1' }],
      }),
    );
    for (const resource of ['webhook:hook', 'actiontype:Custom/Test/Bakery/1']) {
      await tag(resource, [{ key: 'b', value: '2' }]);
      await untag(resource, 'a');
      expect(await tagsOf(resource)).toEqual([{ key: 'b', value: '2' }]);
    }
  });

  it('are 50 at most, and none is the system’s', async () => {
    await tag(
      'checkout',
      Array.from({ length: 50 }, (_, n) => ({ key: `k${n}`, value: '' })),
    );
    await tag('checkout', [{ key: 'k0', value: 'again' }]);
    await expect(tag('checkout', [{ key: 'one more', value: '' }])).rejects.toMatchObject({
      name: 'TooManyTagsException',
    });
    await expect(tag('checkout', [{ key: 'AWS:x', value: '' }])).rejects.toMatchObject({
      name: 'InvalidTagsException',
    });
  });

  it('are listed in pages', async () => {
    await tag(
      'checkout',
      Array.from({ length: 5 }, (_, n) => ({ key: `k${n}`, value: '' })),
    );
    const pages = paginateListTagsForResource(
      { client: simulator.codePipeline(), pageSize: 2 },
      { resourceArn: `${prefix}checkout` },
    );
    const keys = [];
    for await (const page of pages) keys.push(page.tags?.map(({ key }) => key));
    expect(keys).toEqual([['k0', 'k1'], ['k2', 'k3'], ['k4']]);
  });

  it.each([
    ['nobody', 'ResourceNotFoundException'],
    ['webhook:nobody', 'ResourceNotFoundException'],
    ['actiontype:Custom/Test/Nobody/1', 'ResourceNotFoundException'],
    ['actiontype:AWS/Build/CodeBuild/1', 'ResourceNotFoundException'],
    ['webhook:', 'InvalidArnException'],
    ['stage:checkout', 'InvalidArnException'],
    ['checkout/Source', 'InvalidArnException'],
  ])('are refused for %s with %s', async (resource, name) => {
    await expect(tagsOf(resource)).rejects.toMatchObject({ name });
    await expect(tag(resource, [])).rejects.toMatchObject({ name });
    await expect(untag(resource, 'a')).rejects.toMatchObject({ name });
  });

  it('are refused for what is no ARN of CodePipeline, and for other regions and accounts', async () => {
    const list = (resourceArn: string) =>
      simulator.codePipeline().send(new ListTagsForResourceCommand({ resourceArn }));
    await expect(list('arn:aws:s3:::bucket')).rejects.toMatchObject({ name: 'ValidationException' });
    for (const place of ['us-west-2:111122223333', 'us-east-1:999999999999']) {
      await expect(list(`arn:aws:codepipeline:${place}:checkout`)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
    }
  });
});
