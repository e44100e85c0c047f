import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { CodePipelineClient, ListPipelinesCommand } from '@aws-sdk/client-codepipeline';
import { expect, it } from 'vitest';
import { scenarios } from '#main/simulator/scenarios/catalogue.ts';
import { aFolder, runCommandHere, startCommand } from './command-line.ts';

async function started(args: readonly string[]) {
  const child = startCommand(['simulator', '--scenario', 'bare', ...args]);
  const said: string[] = [];
  child.stderr.on('data', (part) => said.push(String(part)));
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { endpoint } = JSON.parse(line) as { endpoint: string };
  const end = async (): Promise<string> => {
    child.kill('SIGTERM');
    await once(child, 'close');
    return said.join('');
  };
  return { endpoint, end };
}

it('lists every scenario with its line in its help', async () => {
  const { out } = await runCommandHere(['simulator', '--help']);
  for (const { name, summary } of scenarios) expect(out).toMatch(new RegExp(`^ +${name} +${summary}$`, 'm'));
});

it('says on standard error that it has set a damaged world aside', async () => {
  const folder = join(aFolder(), 'data');
  mkdirSync(folder);
  writeFileSync(join(folder, 'world'), 'damaged');
  const { end } = await started(['--data', folder]);
  expect(await end()).toMatch(/^the kept world cannot be read .*world\.damaged-.*\n$/);
});

it('answers exit code 3 for a folder that another simulator has', async () => {
  const folder = join(aFolder(), 'data');
  const { end } = await started(['--data', folder]);
  const { code, err } = await runCommandHere(['simulator', '--data', folder]);
  expect([code, err]).toEqual([
    3,
    expect.stringMatching(/^error: --data: another simulator \(process \d+\)/),
  ]);
  await end();
});

it('refuses strangers when told to', async () => {
  const { endpoint, end } = await started(['--no-guests']);
  const client = new CodePipelineClient({
    endpoint,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'any' },
  });
  await expect(client.send(new ListPipelinesCommand())).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
  client.destroy();
  expect(await end()).toBe('');
});
