import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  waitUntilObjectExists,
  waitUntilObjectNotExists,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator, testStart } from '../support/simulator.ts';
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

  it.each(['bytes=0-1,3-4', 'bytes=5-2', 'items=0-1', 'bytes=-'])(
    'gives the whole object for the range %s',
    async (Range) => {
      const answer = await read({ Range });
      expect(answer).toMatchObject({ text: '0123456789', $metadata: { httpStatusCode: 200 } });
      expect(answer.ContentRange).toBeUndefined();
    },
  );

  it('overrides headers of the answer on request', async () => {
    const answer = await read({
      ResponseContentType: 'application/zip',
      ResponseContentDisposition: 'attachment; filename="a b.zip"',
      ResponseContentEncoding: 'identity',
      ResponseContentLanguage: 'de',
      ResponseCacheControl: 'no-store',
      ResponseExpires: new Date(0),
    });
    expect(answer).toMatchObject({
      ContentType: 'application/zip',
      ContentDisposition: 'attachment; filename="a b.zip"',
      ContentEncoding: 'identity',
      ContentLanguage: 'de',
      CacheControl: 'no-store',
      ExpiresString: 'Thu, 01 Jan 1970 00:00:00 GMT',
    });
  });

  it('gives an object that came in one piece as its only part', async () => {
    const answer = await read({ PartNumber: 1 });
    expect(answer).toMatchObject({ text: '0123456789', ContentRange: 'bytes 0-9/10' });
    await expect(read({ PartNumber: 2 })).rejects.toMatchObject({ name: 'InvalidPartNumber' });
    await expect(read({ PartNumber: 1, Range: 'bytes=0-1' })).rejects.toMatchObject({
      name: 'InvalidRequest',
    });
  });

  it('holds to conditions on the time', async () => {
    const [before, after] = [new Date(testStart - 60_000), new Date(testStart + 60_000)];
    expect((await read({ IfModifiedSince: before, IfUnmodifiedSince: after })).text).toBe('0123456789');
    await expect(read({ IfModifiedSince: after })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await expect(read({ IfUnmodifiedSince: before })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    const { ETag } = await simulator.s3().send(new HeadObjectCommand({ Bucket, Key }));
    expect((await read({ IfMatch: ETag, IfUnmodifiedSince: before })).text).toBe('0123456789');
  });

  it('writes and deletes only what the client knows', async () => {
    const client = simulator.s3();
    const { ETag } = await client.send(new HeadObjectCommand({ Bucket, Key }));
    const put = (IfMatch?: string, name = Key) =>
      client.send(new PutObjectCommand({ Bucket, Key: name, Body: 'changed', IfMatch }));
    await expect(put('"other"')).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(put(ETag, 'nothing')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await put(ETag);
    const remove = new DeleteObjectCommand({ Bucket, Key, IfMatch: ETag });
    await expect(client.send(remove)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect((await read()).text).toBe('changed');
  });

  it('is waited for by the waiters of the SDK', async () => {
    const client = simulator.s3();
    await waitUntilObjectExists({ client, maxWaitTime: 20 }, { Bucket, Key });
    await waitUntilObjectNotExists({ client, maxWaitTime: 20 }, { Bucket, Key: 'nothing' });
  });

  it('refuses keys of more than 1,024 bytes and 2 KB of metadata', async () => {
    const put = (input: object) =>
      simulator.s3().send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...input }));
    await expect(put({ Key: 'ü'.repeat(513) })).rejects.toMatchObject({ name: 'KeyTooLongError' });
    await put({ Key: 'ü'.repeat(512) });
    await expect(put({ Metadata: { a: 'x'.repeat(2048) } })).rejects.toMatchObject({
      name: 'MetadataTooLarge',
    });
    await put({ Metadata: { a: 'x'.repeat(2047) } });
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

  it('copies a range of headers only where told to', async () => {
    const client = simulator.s3();
    const CopySource = `${Bucket}/${encodeURIComponent(Key)}`;
    const copy = (input: object) =>
      client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource, ...input }));
    await copy({ MetadataDirective: 'REPLACE', Metadata: { other: '1' }, StorageClass: 'STANDARD_IA' });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'copy' }));
    expect(head).toMatchObject({
      Metadata: { other: '1' },
      StorageClass: 'STANDARD_IA',
      ServerSideEncryption: 'AES256',
    });
    await expect(copy({ CopySourceIfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(copy({ Key })).rejects.toMatchObject({ name: 'InvalidRequest' });
    await expect(copy({ CopySource: `${Bucket}/nothing` })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('names what is missing', async () => {
    await expect(read({ Key: 'nothing' })).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(read({ Bucket: 'no-such-bucket' })).rejects.toMatchObject({ name: 'NoSuchBucket' });
    const head = simulator.s3().send(new HeadObjectCommand({ Bucket, Key: 'nothing' }));
    await expect(head).rejects.toMatchObject({ name: 'NotFound' });
  });
});
