import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PollForJobsCommand } from '@aws-sdk/client-codepipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionTypes, openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { artifactBucket } from './artifact-bucket.ts';

const hasCli = spawnSync('aws', ['--version']).status === 0;
const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;
const skipped = (is: boolean, what: string): string => (is ? what : `${what} (skipped: it is not installed)`);
const execute = promisify(execFile);

/** The scenario's own, which are verified even where guests are let in. */
const keys = {
  AWS_ACCESS_KEY_ID: 'AKIASIMULATOR0EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'simulator-secret-access-key',
};

let simulator: SimulatorUnderTest;
let folder: string;
beforeAll(async () => {
  simulator = await openSimulator();
  folder = await mkdtemp(join(tmpdir(), 'simulator-signatures-'));
});
afterAll(async () => {
  await simulator.close();
  await rm(folder, { recursive: true });
});

async function run(command: string, args: string[], more: Record<string, string> = {}): Promise<string> {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    AWS_ENDPOINT_URL: simulator.endpoint,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
    ...keys,
    ...more,
  };
  return (await execute(command, args, { env })).stdout.trim();
}

async function jobKeys(): Promise<{
  env: Record<string, string>;
  place: { bucketName: string; objectKey: string };
}> {
  await simulator.job({ inputArtifacts: ['Build'] });
  const { jobs } = await simulator
    .codePipeline()
    .send(new PollForJobsCommand({ actionTypeId: actionTypes.custom }));
  const { artifactCredentials: given, inputArtifacts } = jobs?.[0]?.data ?? {};
  const { bucketName = '', objectKey = '' } = inputArtifacts?.[0]?.location?.s3Location ?? {};
  const env = {
    AWS_ACCESS_KEY_ID: given?.accessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: given?.secretAccessKey ?? '',
    AWS_SESSION_TOKEN: given?.sessionToken ?? '',
  };
  return { env, place: { bucketName, objectKey } };
}

describe.skipIf(!hasCli)(skipped(hasCli, 'signatures of the AWS CLI'), () => {
  const aws = (args: string[], more?: Record<string, string>) => run('aws', args, more);

  it('are verified for CodePipeline', async () => {
    const type = 'category=Test,owner=Custom,provider=Northwind-LoadTest,version=1';
    const poll = ['codepipeline', 'poll-for-jobs', '--action-type-id', type, '--output', 'json'];
    expect(JSON.parse(await aws(poll))).toEqual({ jobs: [] });
    await expect(aws(poll, { AWS_SECRET_ACCESS_KEY: 'wrong' })).rejects.toThrow(
      '(InvalidSignatureException)',
    );
  });

  it('are verified for S3, keys that must be encoded and parts included', async () => {
    const bucket = await artifactBucket(simulator);
    const [up, down] = [join(folder, 'up'), join(folder, 'down')];
    await writeFile(up, Buffer.alloc(9_000_000, 'simulator '));
    const target = `s3://${bucket}/cli/ä b+c=(d)'!*`;
    await aws(['s3', 'cp', '--no-progress', up, target]);
    await aws(['s3', 'cp', '--no-progress', target, down]);
    expect((await readFile(up)).equals(await readFile(down))).toBe(true);
    await expect(aws(['s3', 'cp', target, down], { AWS_SECRET_ACCESS_KEY: 'wrong' })).rejects.toThrow();
  });

  it('are verified in presigned URLs', async () => {
    const bucket = await artifactBucket(simulator);
    await writeFile(join(folder, 'small'), 'small');
    await aws(['s3', 'cp', '--no-progress', join(folder, 'small'), `s3://${bucket}/a b`]);
    const url = await aws(['s3', 'presign', `s3://${bucket}/a b`, '--expires-in', '60']);
    expect(await (await fetch(url)).text()).toBe('small');
    const bad = await fetch(
      url.replace(
        /(Signature=)(.)/,
        (_all, name: string, digit: string) => name + (digit === '0' ? '1' : '0'),
      ),
    );
    expect(bad.status).toBe(403);
  });

  it("are verified for a job's credentials", async () => {
    const { env, place } = await jobKeys();
    const down = join(folder, 'artifact');
    const own = `s3://${place.bucketName}/${place.objectKey}`;
    await aws(['s3', 'cp', '--no-progress', own, down], env);
    expect((await readFile(down)).subarray(0, 2).toString()).toBe('PK');
    await expect(aws(['s3', 'ls', `s3://${place.bucketName}/`], env)).rejects.toThrow('(AccessDenied)');
    await expect(aws(['s3', 'ls', own], { ...env, AWS_SESSION_TOKEN: 'x' })).rejects.toThrow(
      '(InvalidToken)',
    );
  });
});

const script = `
import boto3, io, json, sys, urllib.request
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

def code(call):
    try:
        call()
    except ClientError as error:
        return error.response['Error']['Code']
    return 'none'

def status(url):
    try:
        return urllib.request.urlopen(url).status
    except urllib.error.HTTPError as error:
        return error.code

near, far = sys.argv[1], sys.argv[2]
path = Config(s3={'addressing_style': 'path'}, retries={'total_max_attempts': 1})
s3 = boto3.client('s3', config=path)
seen = {}
key = "boto/ä b+c=(d)'!*~"
s3.put_object(Bucket=near, Key=key, Body=b'bytes', Metadata={'note': 'a  b'}, Tagging='x=1')
seen['bytes'] = s3.get_object(Bucket=near, Key=key)['Body'].read().decode()
s3.put_object(Bucket=near, Key=key, Body=io.BytesIO(b'file'), ChecksumAlgorithm='SHA256')
seen['file'] = s3.get_object(Bucket=near, Key=key, Range='bytes=0-1')['Body'].read().decode()
unsigned = boto3.client('s3', config=path.merge(Config(s3={'payload_signing_enabled': False, 'addressing_style': 'path'})))
unsigned.put_object(Bucket=near, Key='unsigned', Body=io.BytesIO(b'x' * 100000))
s3.upload_fileobj(io.BytesIO(b'y' * 12_000_000), near, 'parts', Config=TransferConfig(multipart_threshold=5_242_880))
seen['parts'] = s3.head_object(Bucket=near, Key='parts')['ContentLength']
s3.copy_object(Bucket=near, Key='copy', CopySource={'Bucket': near, 'Key': key})
seen['listed'] = s3.list_objects_v2(Bucket=near, Prefix='boto/ä b+c', Delimiter='!')['KeyCount']
s3.delete_objects(Bucket=near, Delete={'Objects': [{'Key': 'copy'}, {'Key': 'parts'}]})
url = s3.generate_presigned_url('get_object', Params={'Bucket': near, 'Key': key, 'ResponseContentType': 'text/x; a=b'})
seen['presigned'] = urllib.request.urlopen(url).read().decode()
v4 = boto3.client('s3', config=path.merge(Config(signature_version='s3v4')))
url = v4.generate_presigned_url('get_object', Params={'Bucket': near, 'Key': key, 'ResponseContentType': 'text/x; a=b'})
seen['presigned v4'] = urllib.request.urlopen(url).read().decode()
old = s3.generate_presigned_url('get_object', Params={'Bucket': near, 'Key': key}, ExpiresIn=-1)
seen['ended'] = status(old)
seen['forged'] = status(url.replace('text', 'test'))
url = s3.generate_presigned_url('put_object', Params={'Bucket': near, 'Key': 'put', 'ContentType': 'text/plain'})
put = urllib.request.Request(url, data=b'put', method='PUT', headers={'content-type': 'text/plain'})
seen['put'] = urllib.request.urlopen(put).status
seen['redirected'] = s3.list_objects_v2(Bucket=far)['KeyCount']
wrong = boto3.client('s3', config=path, aws_secret_access_key='wrong', aws_access_key_id='AKIASIMULATOR0EXAMPLE')
seen['wrong'] = code(lambda: wrong.list_buckets())
pipelines = boto3.client('codepipeline')
kind = {'category': 'Test', 'owner': 'Custom', 'provider': 'Northwind-LoadTest', 'version': '1'}
seen['jobs'] = pipelines.poll_for_jobs(actionTypeId=kind)['jobs']
mars = boto3.client('codepipeline', region_name='mars-north-1')
seen['mars'] = code(lambda: mars.poll_for_jobs(actionTypeId=kind))
print(json.dumps(seen))
`;

describe.skipIf(!hasBoto3)(skipped(hasBoto3, 'signatures of boto3'), () => {
  it('are verified for everything it sends, and followed to the region of a bucket', async () => {
    const [near, far] = [await artifactBucket(simulator), await artifactBucket(simulator, 'us-west-2')];
    expect(JSON.parse(await run('python3', ['-c', script, near, far]))).toEqual({
      bytes: 'bytes',
      file: 'fi',
      parts: 12_000_000,
      listed: 1,
      presigned: 'file',
      'presigned v4': 'file',
      ended: 403,
      forged: 403,
      put: 200,
      redirected: 0,
      wrong: 'SignatureDoesNotMatch',
      jobs: [],
      mars: 'InvalidSignatureException',
    });
  });
});
