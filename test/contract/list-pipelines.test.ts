import {
  ListPipelinesCommand,
  ListTagsForResourceCommand,
  ListWebhooksCommand,
  DeletePipelineCommand,
  paginateListPipelines,
} from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { aPipeline, create } from './plain-pipeline.ts';

describe('ListPipelines', () => {
  let simulator: SimulatorUnderTest;
  beforeEach(async () => {
    simulator = await openSimulator();
    for (const name of ['d', 'b', 'a', 'c']) await create(simulator, aPipeline({ name }));
  });
  afterEach(() => simulator.close());

  const list = (input: { nextToken?: string; maxResults?: number } = {}, region?: string) =>
    simulator.codePipeline(region).send(new ListPipelinesCommand(input));
  const names = (page: Awaited<ReturnType<typeof list>>) => page.pipelines?.map(({ name }) => name);

  it('gives the pipelines of the region by name, with version, type, mode and times', async () => {
    await create(simulator, aPipeline({ name: 'elsewhere' }), 'us-west-2');
    const page = await list();
    expect(names(page)).toEqual(['a', 'b', 'c', 'd']);
    expect(page.pipelines?.[0]).toEqual({
      name: 'a',
      version: 1,
      pipelineType: 'V1',
      executionMode: 'SUPERSEDED',
      created: new Date(simulator.now()),
      updated: new Date(simulator.now()),
    });
    expect(page.nextToken).toBeUndefined();
  });

  it('lets the paginator of the SDK through all pages', async () => {
    const pages = [];
    const client = simulator.codePipeline();
    for await (const page of paginateListPipelines({ client, pageSize: 3 }, {})) pages.push(names(page));
    expect(pages).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('gives no token after a page that is just full', async () => {
    expect((await list({ maxResults: 4 })).nextToken).toBeUndefined();
  });

  it('neither repeats nor leaves out any when pipelines come and go between pages', async () => {
    const { nextToken } = await list({ maxResults: 2 });
    await create(simulator, aPipeline({ name: 'aa' }));
    await simulator.codePipeline().send(new DeletePipelineCommand({ name: 'b' }));
    expect(names(await list({ nextToken, maxResults: 2 }))).toEqual(['c', 'd']);
  });

  it('refuses tokens it did not give, or gave for another operation or region', async () => {
    const token = (await list({ maxResults: 2 })).nextToken ?? '';
    const changed = (token.startsWith('A') ? 'B' : 'A') + token.slice(1);
    for (const nextToken of ['nonsense', 'AAAA', changed, `${token}=`, '💥', 'x'.repeat(2048)]) {
      await expect(list({ nextToken })).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
    }
    await expect(list({ nextToken: token }, 'us-west-2')).rejects.toMatchObject({
      name: 'InvalidNextTokenException',
    });
    const resourceArn = 'arn:aws:codepipeline:us-east-1:111122223333:a';
    for (const command of [
      new ListTagsForResourceCommand({ resourceArn, nextToken: token }),
      new ListWebhooksCommand({ NextToken: token }),
    ]) {
      await expect(simulator.codePipeline().send(command as ListWebhooksCommand)).rejects.toMatchObject({
        name: 'InvalidNextTokenException',
      });
    }
  });

  it('takes 1 to 1000 a page', async () => {
    await expect(list({ maxResults: 0 })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(list({ maxResults: 1001 })).rejects.toMatchObject({ name: 'ValidationException' });
    expect(names(await list({ maxResults: 1 }))).toEqual(['a']);
  });
});
