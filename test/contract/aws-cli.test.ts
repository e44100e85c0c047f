import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contoso, openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { artifactBucket } from './artifact-bucket.ts';

const hasCli = spawnSync('aws', ['--version']).status === 0;
const title = hasCli ? 'the AWS CLI' : 'the AWS CLI (skipped: there is no `aws` on the PATH)';
const run = promisify(execFile);

describe.skipIf(!hasCli)(title, () => {
  let simulator: SimulatorUnderTest;
  let folder: string;
  beforeAll(async () => {
    simulator = await openSimulator({ now: Date.now });
    folder = await mkdtemp(join(tmpdir(), 'simulator-cli-'));
  });
  afterAll(async () => {
    await simulator.close();
    await rm(folder, { recursive: true });
  });

  async function aws(...args: string[]): Promise<string> {
    const env = {
      PATH: process.env['PATH'],
      HOME: folder,
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'y',
      AWS_MAX_ATTEMPTS: '1',
      AWS_PAGER: '',
    };
    const base = ['--endpoint-url', simulator.endpoint, '--region', 'us-east-1'];
    return (await run('aws', [...base, ...args], { env })).stdout.trim();
  }
  const pipeline = (...args: string[]) => aws('codepipeline', ...args, '--output', 'text');

  it('brings a third-party job from the poll to its end', async () => {
    const { jobId } = await simulator.job({ clientId: contoso.clientId });
    const type = 'category=Test,owner=ThirdParty,provider=Northwind-LoadTest,version=1';
    const poll = ['poll-for-third-party-jobs', '--action-type-id', type, '--query', 'jobs[0].jobId'];
    expect(await pipeline(...poll)).toBe(jobId);
    const job = [`--job-id=${jobId}`, '--client-token', contoso.clientToken];
    const nonce = await pipeline('get-third-party-job-details', ...job, '--query', 'jobDetails.nonce');
    expect(await pipeline('acknowledge-third-party-job', ...job, `--nonce=${nonce}`)).toBe('InProgress');
    await pipeline(
      'put-third-party-job-success-result',
      ...job,
      '--execution-details',
      'percentComplete=100',
    );
    const late = pipeline(
      'put-third-party-job-failure-result',
      ...job,
      '--failure-details',
      'type=JobFailed,message=x',
    );
    await expect(late).rejects.toThrow('InvalidJobStateException');
    expect((await simulator.ledgerJob(jobId)).status).toBe('Succeeded');
  });

  it('brings a custom job from the poll to its failure', async () => {
    const { jobId } = await simulator.job();
    const type = 'category=Test,owner=Custom,provider=Northwind-LoadTest,version=1';
    const nonce = await pipeline('poll-for-jobs', '--action-type-id', type, '--query', 'jobs[0].nonce');
    expect(await pipeline('acknowledge-job', '--job-id', jobId, `--nonce=${nonce}`)).toBe('InProgress');
    await pipeline(
      'put-job-failure-result',
      '--job-id',
      jobId,
      '--failure-details',
      'type=JobFailed,message=x',
    );
    expect((await simulator.ledgerJob(jobId)).status).toBe('Failed');
  });

  it.each([
    ['a few bytes', 5],
    ['20 MB in parts', 20_000_000],
  ])('takes %s up to S3 and down again', async (_size, bytes) => {
    const bucket = await artifactBucket(simulator);
    const [up, down] = [join(folder, 'up'), join(folder, 'down')];
    await writeFile(up, Buffer.alloc(bytes, 'simulator '));
    await aws('s3', 'cp', '--no-progress', up, `s3://${bucket}/cli/object`);
    expect(await aws('s3', 'ls', `s3://${bucket}/cli/`)).toMatch(new RegExp(`\\b${bytes} object$`));
    await aws('s3', 'cp', '--no-progress', `s3://${bucket}/cli/object`, down);
    expect((await readFile(up)).equals(await readFile(down))).toBe(true);
  });
});
