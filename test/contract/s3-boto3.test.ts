import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';

const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;
const title = hasBoto3 ? 'S3 by boto3' : 'S3 by boto3 (skipped: `python3` has no module boto3)';
const run = promisify(execFile);

const prelude = `
import json, os, sys, urllib.request
import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError
config = Config(retries={'total_max_attempts': 1}, signature_version='s3v4')
s3 = boto3.client('s3', endpoint_url=sys.argv[1], region_name='us-east-1', config=config)
folder = sys.argv[2]
bucket = 'boto3-bucket'
def say(value):
    print(json.dumps(value))
`;

describe.skipIf(!hasBoto3)(title, { timeout: 120_000 }, () => {
  let simulator: SimulatorUnderTest;
  let folder: string;
  beforeAll(async () => {
    simulator = await openSimulator({ now: Date.now });
    folder = await mkdtemp(join(tmpdir(), 'simulator-s3-boto3-'));
    await python('s3.create_bucket(Bucket=bucket)\nsay(True)');
  });
  afterAll(async () => {
    await simulator.close();
    await rm(folder, { recursive: true });
  });

  async function python(script: string): Promise<unknown> {
    const env = {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      AWS_ACCESS_KEY_ID: 'AKIATEST',
      AWS_SECRET_ACCESS_KEY: 'test-secret',
      AWS_CONFIG_FILE: join(folder, 'none'),
      NO_PROXY: '127.0.0.1',
    };
    const { stdout } = await run('python3', ['-c', prelude + script, simulator.endpoint, folder], { env });
    return JSON.parse(stdout);
  }

  it('takes and gives a file in parts', async () => {
    const script = `
path = os.path.join(folder, 'large')
with open(path, 'wb') as f: f.write(b'boto3' * 4_000_000)
s3.upload_file(path, bucket, 'large', ExtraArgs={'ServerSideEncryption': 'aws:kms', 'Metadata': {'a': 'b'}},
               Config=TransferConfig(multipart_threshold=8 << 20, multipart_chunksize=6 << 20))
s3.download_file(bucket, 'large', path + '.down')
head = s3.head_object(Bucket=bucket, Key='large', ChecksumMode='ENABLED')
same = open(path, 'rb').read() == open(path + '.down', 'rb').read()
say([same, head['ETag'][-3:], head['ServerSideEncryption'], head['Metadata'], head['ChecksumType']])
`;
    expect(await python(script)).toEqual([true, '-4"', 'aws:kms', { a: 'b' }, expect.any(String)]);
  });

  it('goes through pages, with any keys', async () => {
    const script = `
keys = ['p/%03d é +&' % at for at in range(25)] + ['p/deep/er']
for key in keys: s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
pages = s3.get_paginator('list_objects_v2').paginate(Bucket=bucket, Prefix='p/', Delimiter='/', PaginationConfig={'PageSize': 7})
found = [o['Key'] for page in pages for o in page.get('Contents', [])]
pages = s3.get_paginator('list_objects').paginate(Bucket=bucket, Prefix='p/', PaginationConfig={'PageSize': 7})
first = [o['Key'] for page in pages for o in page.get('Contents', [])]
pages = s3.get_paginator('list_object_versions').paginate(Bucket=bucket, Prefix='p/', PaginationConfig={'PageSize': 7})
versions = [o['Key'] for page in pages for o in page.get('Versions', [])]
deleted = s3.delete_objects(Bucket=bucket, Delete={'Objects': [{'Key': key} for key in keys]})['Deleted']
say([found == keys[:-1], first == keys, versions == keys, len(deleted)])
`;
    expect(await python(script)).toEqual([true, true, true, 26]);
  });

  it('waits until objects and buckets are there, or are not', async () => {
    const script = `
s3.put_object(Bucket=bucket, Key='waited', Body=b'')
quick = {'Delay': 1, 'MaxAttempts': 2}
s3.get_waiter('bucket_exists').wait(Bucket=bucket, WaiterConfig=quick)
s3.get_waiter('object_exists').wait(Bucket=bucket, Key='waited', WaiterConfig=quick)
s3.get_waiter('object_not_exists').wait(Bucket=bucket, Key='nothing', WaiterConfig=quick)
s3.get_waiter('bucket_not_exists').wait(Bucket='no-such-bucket', WaiterConfig=quick)
say(True)
`;
    expect(await python(script)).toBe(true);
  });

  it('gives presigned addresses to put and to get, with the headers asked for', async () => {
    const script = `
put = s3.generate_presigned_url('put_object', Params={'Bucket': bucket, 'Key': 'signed key', 'ContentType': 'text/plain'})
urllib.request.urlopen(urllib.request.Request(put, data=b'by address', method='PUT', headers={'Content-Type': 'text/plain'}))
get = s3.generate_presigned_url('get_object', Params={'Bucket': bucket, 'Key': 'signed key',
  'ResponseContentType': 'application/x-test', 'ResponseContentDisposition': 'attachment; filename="a.txt"'})
answer = urllib.request.urlopen(get)
say([answer.read().decode(), answer.headers['content-type'], answer.headers['content-disposition']])
`;
    expect(await python(script)).toEqual([
      'by address',
      'application/x-test',
      'attachment; filename="a.txt"',
    ]);
  });

  it('tells errors by their names', async () => {
    const script = `
def name_of(call, **args):
    try: call(Bucket=bucket, **args)
    except ClientError as error: return error.response['Error']['Code']
say([name_of(s3.get_object, Key='nothing'), name_of(s3.get_object, Key='nothing', VersionId='null'),
     name_of(s3.get_bucket_tagging), name_of(s3.list_objects_v2, ContinuationToken='absurd'),
     name_of(s3.put_object, Key='x', Body=b'x', ContentMD5='AAAAAAAAAAAAAAAAAAAAAA==')])
`;
    expect(await python(script)).toEqual([
      'NoSuchKey',
      'NoSuchVersion',
      'NoSuchTagSet',
      'InvalidArgument',
      'BadDigest',
    ]);
  });
});
