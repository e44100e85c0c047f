import {
  DeleteWebhookCommand,
  DeregisterWebhookWithThirdPartyCommand,
  ListWebhooksCommand,
  PutWebhookCommand,
  RegisterWebhookWithThirdPartyCommand,
  paginateListWebhooks,
} from '@aws-sdk/client-codepipeline';
import type { WebhookDefinition } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { aPipeline, create } from './plain-pipeline.ts';

describe('webhooks', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
    await create(simulator, aPipeline());
  });
  afterEach(() => simulator.close());

  const put = async (change: Partial<WebhookDefinition> = {}) => {
    const webhook: WebhookDefinition = {
      name: 'hook',
      targetPipeline: 'checkout',
      targetAction: 'Source',
      filters: [{ jsonPath: '$.ref', matchEquals: 'refs/heads/{BranchName}' }],
      authentication: 'GITHUB_HMAC',
      authenticationConfiguration: { SecretToken: 'shared-secret' },
      ...change,
    };
    return (await simulator.codePipeline().send(new PutWebhookCommand({ webhook }))).webhook;
  };
  const list = async () => (await simulator.codePipeline().send(new ListWebhooksCommand({}))).webhooks;

  it('are kept under a URL of their own and listed, with their secret masked', async () => {
    const made = await put();
    expect(made?.url).toMatch(/^https:\/\/us-east-1\.webhooks\.aws\/trigger\?t=\w+&v=1$/);
    expect(made?.arn).toBe('arn:aws:codepipeline:us-east-1:111122223333:webhook:hook');
    expect(made?.definition?.authenticationConfiguration).toEqual({ SecretToken: '****' });
    expect(await list()).toEqual([made]);
  });

  it('keep their URL when they are defined anew', async () => {
    const first = await put();
    const second = await put({ filters: [] });
    expect(second?.url).toBe(first?.url);
    expect((await list())?.map(({ definition }) => definition?.filters)).toEqual([[]]);
  });

  it('go when they are deleted, and that of nobody is no error', async () => {
    await put();
    await simulator.codePipeline().send(new DeleteWebhookCommand({ name: 'hook' }));
    await simulator.codePipeline().send(new DeleteWebhookCommand({ name: 'hook' }));
    expect(await list()).toEqual([]);
  });

  it('are listed in pages by name', async () => {
    for (const name of ['c', 'a', 'b']) await put({ name });
    const names = [];
    for await (const page of paginateListWebhooks({ client: simulator.codePipeline(), pageSize: 2 }, {})) {
      names.push(page.webhooks?.map(({ definition }) => definition?.name));
    }
    expect(names).toEqual([['a', 'b'], ['c']]);
  });

  it('can be registered and deregistered as long as they exist', async () => {
    await put();
    for (const Command of [RegisterWebhookWithThirdPartyCommand, DeregisterWebhookWithThirdPartyCommand]) {
      await simulator.codePipeline().send(new Command({ webhookName: 'hook' }));
      await expect(
        simulator.codePipeline().send(new Command({ webhookName: 'nobody' })),
      ).rejects.toMatchObject({ name: 'WebhookNotFoundException' });
    }
  });

  const parameters = 'InvalidWebhookAuthenticationParametersException';
  const pattern = 'InvalidWebhookFilterPatternException';
  it.each<[string, Partial<WebhookDefinition>, string]>([
    ['a pipeline nobody has', { targetPipeline: 'nobody' }, 'PipelineNotFoundException'],
    ['an action that is no source', { targetAction: 'Build' }, 'ValidationException'],
    ['GITHUB_HMAC without a secret', { authenticationConfiguration: {} }, parameters],
    [
      'GITHUB_HMAC with a range',
      { authenticationConfiguration: { SecretToken: 's', AllowedIPRange: '10.0.0.0/8' } },
      parameters,
    ],
    ['IP without a range', { authentication: 'IP', authenticationConfiguration: {} }, parameters],
    [
      'IP with a range that is none',
      { authentication: 'IP', authenticationConfiguration: { AllowedIPRange: '10.0.0.300/8' } },
      parameters,
    ],
    ['UNAUTHENTICATED with a secret', { authentication: 'UNAUTHENTICATED' }, parameters],
    ['a filter that is no JSON path', { filters: [{ jsonPath: 'ref' }] }, pattern],
    ['a broken JSON path', { filters: [{ jsonPath: '$.a[' }] }, pattern],
    [
      'a filter with an unknown property',
      { filters: [{ jsonPath: '$.ref', matchEquals: 'refs/heads/{Branch}' }] },
      pattern,
    ],
  ])('are refused with %s', async (_what, change, name) => {
    await expect(put(change)).rejects.toMatchObject({ name });
    expect(await list()).toEqual([]);
  });

  it('take a range of addresses', async () => {
    const range = {
      authentication: 'IP',
      authenticationConfiguration: { AllowedIPRange: '10.0.0.0/8' },
    } as const;
    expect((await put(range))?.definition).toMatchObject(range);
  });
});
