import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { artifactBucket } from './artifact-bucket.ts';

describe('S3 objects', () => {
  let simulator: SimulatorUnderTest;
  let Bucket: string;
  const Key = 'folder/häß +&%?#.txt';
  beforeEach(async () => {
    simulator = await openSimulator();
    Bucket = await artifactBucket(simulator);
    await simulator.s3().send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: '0123456789',
        ContentType: 'text/plain',
        Metadata: { origin: 'test' },
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: 'alias/aws/s3',
      }),
    );
  });
  afterEach(() => simulator.close());

  async function read(input: Partial<ConstructorParameters<typeof GetObjectCommand>[0]> = {}) {
    const answer = await simulator.s3().send(new GetObjectCommand({ Bucket, Key, ...input }));
    return { ...answer, text: await answer.Body?.transformToString() };
  }

  it('gives back bytes, type, metadata and encryption', async () => {
    expect(await read()).toMatchObject({
      text: '0123456789',
      ContentType: 'text/plain',
      Metadata: { origin: 'test' },
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'alias/aws/s3',
      ETag: `"${createHash('md5').update('0123456789').digest('hex')}"`,
    });
  });

  it.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=8-100', '89', 'bytes 8-9/10'],
    ['bytes=-100', '0123456789', 'bytes 0-9/10'],
  ])('gives the range %s', async (Range, text, ContentRange) => {
    expect(await read({ Range })).toMatchObject({ text, ContentRange });
  });

  it('refuses a range behind the end', async () => {
    await expect(read({ Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
    await expect(read({ Range: 'bytes=-0' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('holds to If-Match and If-None-Match', async () => {
    const { ETag } = await simulator.s3().send(new HeadObjectCommand({ Bucket, Key }));
    expect((await read({ IfMatch: ETag })).text).toBe('0123456789');
    await expect(read({ IfMatch: '"other"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(read({ IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    const create = new PutObjectCommand({ Bucket, Key, Body: 'x', IfNoneMatch: '*' });
    await expect(simulator.s3().send(create)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  it('refuses bytes that are not those of the checksum', async () => {
    for (const promise of [
      { ContentMD5: Buffer.alloc(16).toString('base64') },
      { ChecksumCRC32: 'AAAAAA==' },
    ]) {
      const put = new PutObjectCommand({ Bucket, Key, Body: 'changed', ...promise });
      await expect(simulator.s3().send(put)).rejects.toMatchObject({ name: 'BadDigest' });
    }
    expect((await read()).text).toBe('0123456789');
  });

  it('takes a stream, which the SDK sends in chunks with a trailing checksum', async () => {
    const bytes = Buffer.alloc(300_000, 'abc');
    const Body = Readable.from([bytes]);
    await simulator.s3().send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: bytes.length }));
    const got = await simulator.s3().send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
    expect(got.ChecksumCRC32).toBeTruthy();
    expect(got.ContentEncoding).toBeUndefined();
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  });

  it('copies with metadata, and deletes twice without complaint', async () => {
    const CopySource = `${Bucket}/${encodeURIComponent(Key)}`;
    await simulator.s3().send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
    expect(await read({ Key: 'copy' })).toMatchObject({ text: '0123456789', Metadata: { origin: 'test' } });
    for (let times = 0; times < 2; times += 1) {
      await simulator.s3().send(new DeleteObjectCommand({ Bucket, Key: 'copy' }));
    }
    await expect(read({ Key: 'copy' })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('names what is missing', async () => {
    await expect(read({ Key: 'nothing' })).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(read({ Bucket: 'no-such-bucket' })).rejects.toMatchObject({ name: 'NoSuchBucket' });
    const head = simulator.s3().send(new HeadObjectCommand({ Bucket, Key: 'nothing' }));
    await expect(head).rejects.toMatchObject({ name: 'NotFound' });
  });
});
