import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';

const hasCli = spawnSync('aws', ['--version']).status === 0;
const title = hasCli ? 'S3 by the AWS CLI' : 'S3 by the AWS CLI (skipped: there is no `aws` on the PATH)';
const run = promisify(execFile);

describe.skipIf(!hasCli)(title, { timeout: 120_000 }, () => {
  let simulator: SimulatorUnderTest;
  let folder: string;
  const bucket = 'cli-bucket';
  beforeAll(async () => {
    simulator = await openSimulator({ now: Date.now });
    folder = await mkdtemp(join(tmpdir(), 'simulator-s3-cli-'));
    // By itself the first version of the CLI presigns with the signature that S3 has retired.
    await mkdir(join(folder, '.aws'));
    await writeFile(join(folder, '.aws', 'config'), '[default]\ns3 =\n  signature_version = s3v4\n');
    await aws('s3', 'mb', `s3://${bucket}`);
  });
  afterAll(async () => {
    await simulator.close();
    await rm(folder, { recursive: true });
  });

  async function aws(...args: string[]): Promise<string> {
    const env = {
      PATH: process.env['PATH'],
      HOME: folder,
      AWS_ACCESS_KEY_ID: 'AKIATEST',
      AWS_SECRET_ACCESS_KEY: 'test-secret',
      AWS_MAX_ATTEMPTS: '1',
      AWS_PAGER: '',
    };
    const base = ['--endpoint-url', simulator.endpoint, '--region', 'us-east-1'];
    return (await run('aws', [...base, ...args], { env })).stdout.trim();
  }
  const api = async (...args: string[]) => {
    const text = await aws('s3api', ...args, '--bucket', bucket);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  };

  it('synchronises a folder there and back, copies, moves and removes', async () => {
    const [up, down] = [join(folder, 'up'), join(folder, 'down')];
    await mkdir(join(up, 'sub folder'), { recursive: true });
    await writeFile(join(up, 'a+b.txt'), 'one');
    await writeFile(join(up, 'sub folder', 'ü & ä.txt'), 'two');
    await aws('s3', 'sync', '--no-progress', up, `s3://${bucket}/tree`);
    expect(await aws('s3', 'sync', '--no-progress', up, `s3://${bucket}/tree`)).toBe('');
    await aws('s3', 'mv', '--no-progress', `s3://${bucket}/tree/a+b.txt`, `s3://${bucket}/tree/moved.txt`);
    await aws('s3', 'sync', '--no-progress', `s3://${bucket}/tree`, down);
    expect((await readdir(down)).sort()).toEqual(['moved.txt', 'sub folder']);
    expect(await readFile(join(down, 'sub folder', 'ü & ä.txt'), 'utf8')).toBe('two');
    expect(await aws('s3', 'ls', `s3://${bucket}/tree/`)).toMatch(/PRE sub folder\/\n.* 3 moved\.txt$/);
    await aws('s3', 'rm', '--recursive', `s3://${bucket}/tree`);
    await expect(aws('s3', 'ls', `s3://${bucket}/tree/`)).rejects.toMatchObject({ code: 1 });
  });

  it('takes large files in parts, and copies them in parts', async () => {
    const [up, down] = [join(folder, 'large'), join(folder, 'large.down')];
    await writeFile(up, Buffer.alloc(20_000_000, 'parts '));
    await aws(
      's3',
      'cp',
      '--no-progress',
      up,
      `s3://${bucket}/large`,
      '--sse',
      'aws:kms',
      '--sse-kms-key-id',
      'alias/x',
    );
    await aws('s3', 'cp', '--no-progress', `s3://${bucket}/large`, `s3://${bucket}/copy`);
    await aws('s3', 'cp', '--no-progress', `s3://${bucket}/copy`, down);
    expect((await readFile(up)).equals(await readFile(down))).toBe(true);
    expect(await api('head-object', '--key', 'large')).toMatchObject({
      ETag: expect.stringMatching(/^"[0-9a-f]{32}-3"$/) as string,
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'alias/x',
    });
  });

  it('gives presigned addresses that anybody can read', async () => {
    await writeFile(join(folder, 'small'), 'presigned');
    await aws('s3', 'cp', '--no-progress', join(folder, 'small'), `s3://${bucket}/a b.txt`);
    const address = await aws('s3', 'presign', `s3://${bucket}/a b.txt`);
    expect(await (await fetch(address)).text()).toBe('presigned');
  });

  it('keeps versions, and lists them page by page', async () => {
    await api('put-bucket-versioning', '--versioning-configuration', 'Status=Enabled');
    const body = join(folder, 'body');
    const ids: unknown[] = [];
    for (const text of ['one', 'two', 'three']) {
      await writeFile(body, text);
      ids.unshift((await api('put-object', '--key', 'kept', '--body', body))['VersionId']);
    }
    const listed = await api('list-object-versions', '--prefix', 'kept', '--page-size', '1');
    expect(listed['Versions']).toMatchObject(ids.map((VersionId) => ({ Key: 'kept', VersionId })));
    const old = ['--key', 'kept', '--version-id', String(ids.at(-1))];
    await api('get-object', ...old, join(folder, 'old'));
    expect(await readFile(join(folder, 'old'), 'utf8')).toBe('one');
    expect(await api('delete-object', '--key', 'kept')).toMatchObject({ DeleteMarker: true });
    await expect(api('head-object', '--key', 'kept')).rejects.toThrow('404');
  });

  it('tells errors by their names', async () => {
    await expect(api('get-object', '--key', 'nothing', join(folder, 'no'))).rejects.toThrow('(NoSuchKey)');
    await expect(api('get-bucket-policy')).rejects.toThrow('(NoSuchBucketPolicy)');
    await expect(aws('s3', 'rb', `s3://${bucket}`)).rejects.toThrow('(BucketNotEmpty)');
    await expect(aws('s3', 'ls', 's3://no-such-bucket')).rejects.toThrow('(NoSuchBucket)');
  });
});
