import { Readable } from 'node:stream';
import { PollForJobsCommand } from '@aws-sdk/client-codepipeline';
import {
  CopyObjectCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { actionTypes, withSimulator } from '../support/simulator.ts';
import { artifactBucket } from './artifact-bucket.ts';
import { guest, pipelineFor, s3For, scenarioKeys } from './clients-with-keys.ts';
import { presign, signRequest } from './signed-fetch.ts';

const poll = new PollForJobsCommand({ actionTypeId: actionTypes.custom });
const list = new ListBucketsCommand();

describe('signatures for CodePipeline', () => {
  it.each([
    ['the right secret', scenarioKeys, null],
    ['a wrong secret', { ...scenarioKeys, secretAccessKey: 'wrong' }, 'InvalidSignatureException'],
    ['an unknown key', guest, null],
    ['an unknown temporary key', { ...guest, accessKeyId: 'ASIATEST' }, 'UnrecognizedClientException'],
    ['a session token of somebody else', { ...guest, sessionToken: 'x' }, 'UnrecognizedClientException'],
  ])('are judged: %s', async (_what, keys, name) => {
    await withSimulator(async (simulator) => {
      const answer = pipelineFor(simulator, keys).send(poll);
      if (name === null) expect((await answer).jobs).toEqual([]);
      else await expect(answer).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
    });
  });

  it.each([
    [1200, /^Signature not yet current: \d{8}T\d{6}Z is still later than/],
    [-1200, /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 15 min\.\)$/],
  ])('are refused from a clock that is %i s off, whatever the simulated time', async (seconds, message) => {
    await withSimulator(async (simulator) => {
      await simulator.advance(86_400);
      const client = pipelineFor(simulator, guest, { systemClockOffset: seconds * 1000 });
      const answer = client.send(poll);
      await expect(answer).rejects.toMatchObject({ name: 'InvalidSignatureException' });
      await expect(answer).rejects.toThrow(message);
    });
  });

  it.each([
    ['mars-north-1', /valid region, not 'mars-north-1'/],
    ['us-east-9', /valid region, not 'us-east-9'/],
  ])('are refused for the region %s', async (region, message) => {
    await withSimulator(async (simulator) => {
      await expect(pipelineFor(simulator, guest, { region }).send(poll)).rejects.toThrow(message);
    });
  });

  it('cover the body and the operation', async () => {
    await withSimulator(async (simulator) => {
      const { url, init } = await signRequest(pipelineFor(simulator, scenarioKeys), simulator.endpoint, {
        method: 'POST',
        path: '/',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'CodePipeline_20150709.PollForJobs',
        },
        body: '{"a":1}',
      });
      const refused = async (changed: RequestInit): Promise<unknown> => {
        const answer = await fetch(url, { ...init, ...changed });
        expect(answer.status).toBe(400);
        return answer.json();
      };
      const __type = 'InvalidSignatureException';
      expect(await refused({ body: '{"a":2}' })).toMatchObject({ __type });
      const headers = { ...init.headers, 'x-amz-target': 'CodePipeline_20150709.PollForThirdPartyJobs' };
      expect(await refused({ headers })).toMatchObject({
        __type,
        message: expect.stringMatching(
          /does not match the signature you provided[^]*The Canonical String for this request should have been\n'POST\n\/\n\n/,
        ) as string,
      });
    });
  });

  it('of guests are refused where nobody is let in unknown', async () => {
    await withSimulator(
      async (simulator) => {
        expect((await pipelineFor(simulator, scenarioKeys).send(poll)).jobs).toEqual([]);
        await expect(pipelineFor(simulator, guest).send(poll)).rejects.toMatchObject({
          name: 'UnrecognizedClientException',
        });
        await expect(s3For(simulator, guest).send(list)).rejects.toMatchObject({
          name: 'InvalidAccessKeyId',
          $metadata: { httpStatusCode: 403 },
        });
      },
      { guests: false },
    );
  });
});

describe('credentials that somebody registered', () => {
  const secretAccessKey = 'registered-secret';
  const tooLate = { name: 'ExpiredTokenException', $metadata: { httpStatusCode: 400 } };

  it('are verified from then on', async () => {
    await withSimulator(async (simulator) => {
      const keys = { accessKeyId: guest.accessKeyId, secretAccessKey };
      await pipelineFor(simulator, guest).send(poll);
      expect((await simulator.control('POST', 'credentials', keys)).status).toBe(200);
      await pipelineFor(simulator, keys).send(poll);
      await expect(pipelineFor(simulator, guest).send(poll)).rejects.toMatchObject({
        name: 'InvalidSignatureException',
      });
    });
  });

  it('end by the simulated clock, and need their session token', async () => {
    await withSimulator(async (simulator) => {
      const keys = { accessKeyId: 'ASIATEMPORARY', secretAccessKey, sessionToken: 'a-session-token' };
      await simulator.control('POST', 'credentials', { ...keys, expiresInSeconds: 60 });
      await pipelineFor(simulator, keys).send(poll);
      await s3For(simulator, keys).send(list);
      for (const sessionToken of ['another', undefined]) {
        const { accessKeyId } = keys;
        const attempt = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
        await expect(pipelineFor(simulator, attempt).send(poll)).rejects.toMatchObject({
          name: 'UnrecognizedClientException',
        });
      }
      await simulator.advance(60);
      await expect(pipelineFor(simulator, keys).send(poll)).rejects.toMatchObject(tooLate);
      await expect(s3For(simulator, keys).send(list)).rejects.toMatchObject({ name: 'ExpiredToken' });
    });
  });

  it('must look like credentials', async () => {
    await withSimulator(async (simulator) => {
      for (const accessKeyId of ['', 'a/b', 'ä', 'x'.repeat(200)]) {
        const { status } = await simulator.control('POST', 'credentials', { accessKeyId, secretAccessKey });
        expect(status).toBe(400);
      }
    });
  });
});

describe('signatures for S3', () => {
  it.each([
    ['a wrong secret', { ...scenarioKeys, secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch', 403],
    ['an unknown temporary key', { ...guest, accessKeyId: 'ASIATEST' }, 'InvalidAccessKeyId', 403],
    ['a session token of somebody else', { ...guest, sessionToken: 'x' }, 'InvalidToken', 400],
  ])('are refused with %s', async (_what, keys, name, httpStatusCode) => {
    await withSimulator(async (simulator) => {
      const answer = s3For(simulator, keys).send(list);
      await expect(answer).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    });
  });

  it('are needed', async () => {
    await withSimulator(async ({ endpoint }) => {
      const answer = await fetch(`${endpoint}/`);
      expect(answer.status).toBe(403);
      expect(await answer.text()).toMatch(/<Code>AccessDenied<\/Code><Message>Access Denied<\/Message>/);
    });
  });

  it('are refused from a clock that is 20 minutes off', async () => {
    await withSimulator(async (simulator) => {
      const client = s3For(simulator, guest, 'us-east-1', { systemClockOffset: -1_200_000 });
      const answer = client.send(list);
      await expect(answer).rejects.toMatchObject({
        name: 'RequestTimeTooSkewed',
        MaxAllowedSkewMilliseconds: '900000',
        $metadata: { httpStatusCode: 403 },
      });
    });
  });

  it('must name the region of the bucket, unless they ask for it', async () => {
    await withSimulator(async (simulator) => {
      const Bucket = await artifactBucket(simulator, 'us-west-2');
      await expect(simulator.s3().send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({
        name: 'AuthorizationHeaderMalformed',
        Region: 'us-west-2',
        $metadata: { httpStatusCode: 400 },
      });
      await simulator.s3('us-west-2').send(new HeadBucketCommand({ Bucket }));
      const { LocationConstraint } = await simulator.s3().send(new GetBucketLocationCommand({ Bucket }));
      expect(LocationConstraint).toBe('us-west-2');
    });
  });

  it('cover every kind of upload that the SDK makes', async () => {
    await withSimulator(async (simulator) => {
      const Bucket = await artifactBucket(simulator);
      const client = s3For(simulator, scenarioKeys);
      const Key = "päth/with a blank + (and) 'more'!*~$&=@;,:?#.txt";
      for (const ChecksumAlgorithm of ['CRC32', 'SHA256'] as const) {
        await client.send(new PutObjectCommand({ Bucket, Key, Body: 'text', ChecksumAlgorithm }));
        const Body = Readable.from([Buffer.from('a stream')]);
        await client.send(new PutObjectCommand({ Bucket, Key, Body, ChecksumAlgorithm, ContentLength: 8 }));
      }
      await client.send(new PutObjectCommand({ Bucket, Key: 'meta', Metadata: { note: 'a  b' }, Body: '' }));
      const got = await client.send(new GetObjectCommand({ Bucket, Key }));
      expect(await got.Body?.transformToString()).toBe('a stream');
      await client.send(
        new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${encodeURIComponent(Key)}` }),
      );
      const Prefix = 'päth/with a blank + (and)';
      expect((await client.send(new ListObjectsV2Command({ Bucket, Prefix, Delimiter: '!' }))).KeyCount).toBe(
        1,
      );
    });
  });

  it('are held against the body that came', async () => {
    await withSimulator(async (simulator) => {
      const path = `/${await artifactBucket(simulator)}/k`;
      for (const keys of [guest, scenarioKeys]) {
        const put = { method: 'PUT', path, body: 'text' };
        const { url, init } = await signRequest(s3For(simulator, keys), simulator.endpoint, put);
        const answer = await fetch(url, { ...init, body: 'tixt' });
        expect(answer.status).toBe(400);
        expect(await answer.text()).toContain('<Code>XAmzContentSHA256Mismatch</Code>');
        expect((await fetch(url, init)).status).toBe(200);
      }
    });
  });
});

describe('a presigned URL', () => {
  it('opens an object until it ends, and sooner when time is skipped', async () => {
    await withSimulator(async (simulator) => {
      const Bucket = await artifactBucket(simulator);
      const client = s3For(simulator, scenarioKeys);
      const { endpoint } = simulator;
      const put = await presign(
        client,
        endpoint,
        { method: 'PUT', path: `/${Bucket}/a%20b%2Bc` },
        { expiresIn: 60 },
      );
      expect((await fetch(put, { method: 'PUT', body: 'text' })).status).toBe(200);
      const query = { 'response-content-type': 'text/x y' };
      const get = { method: 'GET', path: `/${Bucket}/a%20b%2Bc`, query };
      const url = await presign(client, endpoint, get, { expiresIn: 3600 });
      expect(await (await fetch(url)).text()).toBe('text');
      expect((await fetch(url.replace('x+y', 'x+z'))).status).toBe(403);
      await simulator.advance(3601);
      const late = await fetch(url);
      expect(late.status).toBe(403);
      expect(await late.text()).toMatch(
        /AccessDenied.*Request has expired.*<X-Amz-Expires>3600<.*<Expires>.*<ServerTime>/,
      );
    });
  });

  it('is as good as the day it was signed', async () => {
    await withSimulator(async (simulator) => {
      const get = { method: 'GET', path: '/' };
      const ago = (ms: number) => ({ expiresIn: 7200, signingDate: new Date(Date.now() - ms) });
      const client = s3For(simulator, scenarioKeys);
      const status = async (ms: number) =>
        (await fetch(await presign(client, simulator.endpoint, get, ago(ms)))).status;
      expect([await status(7_000_000), await status(7_300_000), await status(-1_000_000)]).toEqual([
        200, 403, 403,
      ]);
    });
  });
});
