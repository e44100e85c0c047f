import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  paginateListParts,
} from '@aws-sdk/client-s3';
import type { CompleteMultipartUploadCommandInput, CompletedPart } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { artifactBucket } from './artifact-bucket.ts';

const partBytes = 5 * 1024 * 1024;

describe('S3 multipart uploads', () => {
  let simulator: SimulatorUnderTest;
  let Bucket: string;
  const Key = 'large.bin';
  beforeEach(async () => {
    simulator = await openSimulator();
    Bucket = await artifactBucket(simulator);
  });
  afterEach(() => simulator.close());

  it("takes the SDK's managed upload of 12 MiB", async () => {
    const Body = Buffer.alloc(12 * 1024 * 1024, 'multipart');
    await new Upload({ client: simulator.s3(), params: { Bucket, Key, Body }, partSize: partBytes }).done();
    const got = await simulator.s3().send(new GetObjectCommand({ Bucket, Key }));
    expect(got.ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Body)).toBe(true);
  });

  it('refuses wrong parts and keeps an upload invisible until it is completed', async () => {
    const client = simulator.s3();
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const parts = [1, 2].map((PartNumber) => ({ Bucket, Key, UploadId, PartNumber, Body: 'small' }));
    const [one, two] = await Promise.all(parts.map((part) => client.send(new UploadPartCommand(part))));
    const complete = (Parts: { PartNumber: number; ETag?: string }[]) =>
      client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
    const first = { PartNumber: 1, ETag: one?.ETag };
    const second = { PartNumber: 2, ETag: two?.ETag };
    await expect(complete([second, first])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete([{ PartNumber: 3, ETag: '"x"' }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete([first, second])).rejects.toMatchObject({ name: 'EntityTooSmall' });
    expect((await client.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    await expect(complete([first])).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  async function begin(name = Key, input: object = {}) {
    const create = new CreateMultipartUploadCommand({ Bucket, Key: name, ...input });
    return (await simulator.s3().send(create)).UploadId;
  }
  async function part(UploadId: string | undefined, PartNumber: number, Body: string | Buffer, name = Key) {
    const { ETag, ChecksumCRC32 } = await simulator
      .s3()
      .send(new UploadPartCommand({ Bucket, Key: name, UploadId, PartNumber, Body }));
    return { PartNumber, ETag, ChecksumCRC32 };
  }
  const complete = (
    UploadId: string | undefined,
    Parts: CompletedPart[],
    input: Partial<CompleteMultipartUploadCommandInput> = {},
  ) => {
    const MultipartUpload = { Parts };
    return simulator
      .s3()
      .send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload, ...input }));
  };

  it('gives what was said at the start, and any range across its parts', async () => {
    const UploadId = await begin(Key, {
      ContentType: 'application/zip',
      Metadata: { origin: 'test' },
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'alias/aws/s3',
      Tagging: 'a=1&b=2',
    });
    const first = await part(UploadId, 1, Buffer.alloc(partBytes, 'a'));
    const second = await part(UploadId, 2, 'bc');
    const done = await complete(UploadId, [first, second]);
    expect(done).toMatchObject({ Bucket, Key, ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'alias/aws/s3' });
    const got = await simulator
      .s3()
      .send(new GetObjectCommand({ Bucket, Key, Range: `bytes=${partBytes - 2}-${partBytes}` }));
    expect(got).toMatchObject({ ContentType: 'application/zip', Metadata: { origin: 'test' }, TagCount: 2 });
    expect(await got.Body?.transformToString()).toBe('aab');
  });

  it('leaves out parts that are not named, and takes a part that was sent again', async () => {
    const UploadId = await begin();
    await part(UploadId, 1, 'unused');
    await part(UploadId, 7, 'first try');
    const last = await part(UploadId, 7, 'second try');
    const stale = { ...last, ETag: '"00000000000000000000000000000000"' };
    await expect(complete(UploadId, [stale])).rejects.toMatchObject({ name: 'InvalidPart' });
    await complete(UploadId, [last]);
    const got = await simulator.s3().send(new GetObjectCommand({ Bucket, Key }));
    expect(await got.Body?.transformToString()).toBe('second try');
    await expect(complete(UploadId, [last])).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('holds to the conditions and the size that a completion names', async () => {
    const UploadId = await begin();
    const parts = [await part(UploadId, 1, 'some')];
    await simulator.s3().send(new PutObjectCommand({ Bucket, Key, Body: 'there' }));
    const taken = complete(UploadId, parts, { IfNoneMatch: '*' });
    await expect(taken).rejects.toMatchObject({ name: 'PreconditionFailed' });
    const short = complete(UploadId, parts, { MpuObjectSize: 5 });
    await expect(short).rejects.toMatchObject({ name: 'InvalidRequest' });
    await complete(UploadId, parts, { MpuObjectSize: 4 });
  });

  it('copies parts out of other objects', async () => {
    const client = simulator.s3();
    await client.send(new PutObjectCommand({ Bucket, Key: 'source', Body: '0123456789' }));
    const UploadId = await begin();
    const copy = { Bucket, Key, UploadId, PartNumber: 1, CopySource: `${Bucket}/source` };
    const beyond = new UploadPartCopyCommand({ ...copy, CopySourceRange: 'bytes=5-10' });
    await expect(client.send(beyond)).rejects.toMatchObject({ name: 'InvalidArgument' });
    const { CopyPartResult } = await client.send(
      new UploadPartCopyCommand({ ...copy, CopySourceRange: 'bytes=2-5' }),
    );
    await complete(UploadId, [{ PartNumber: 1, ...CopyPartResult }]);
    const got = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await got.Body?.transformToString()).toBe('2345');
  });

  it('lists parts and uploads in pages', async () => {
    const client = simulator.s3();
    const uploads = [];
    for (const name of ['a/1', 'a/2', 'b', 'b', 'c']) uploads.push([name, await begin(name)]);
    const UploadId = uploads[2]?.[1];
    for (const number of [5, 1, 10_000]) await part(UploadId, number, `part ${number}`, 'b');

    const parts: unknown[] = [];
    for await (const page of paginateListParts({ client, pageSize: 2 }, { Bucket, Key: 'b', UploadId })) {
      parts.push((page.Parts ?? []).map(({ PartNumber, Size }) => [PartNumber, Size]));
    }
    expect(parts).toEqual([
      [
        [1, 6],
        [5, 6],
      ],
      [[10_000, 10]],
    ]);

    const list = async (input: object) => {
      const answer = await client.send(new ListMultipartUploadsCommand({ Bucket, ...input }));
      return { ...answer, found: (answer.Uploads ?? []).map((one) => [one.Key, one.UploadId]) };
    };
    expect((await list({})).found).toEqual(uploads);
    const seen: unknown[] = [];
    let at: object = {};
    for (let isTruncated = true; isTruncated;) {
      const page = await list({ MaxUploads: 1, ...at });
      seen.push(...page.found);
      at = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
      isTruncated = page.IsTruncated === true;
    }
    expect(seen).toEqual(uploads);
    expect(await list({ Delimiter: '/', MaxUploads: 1 })).toMatchObject({
      CommonPrefixes: [{ Prefix: 'a/' }],
      found: [],
      IsTruncated: true,
      NextKeyMarker: 'a/',
    });
    expect((await list({ Delimiter: '/', KeyMarker: 'a/' })).found).toEqual(uploads.slice(2));
  });

  it('refuses uploads and part numbers that do not exist', async () => {
    const UploadId = await begin();
    await expect(part(UploadId, 10_001, 'x')).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(part('nothing', 1, 'x')).rejects.toMatchObject({ name: 'NoSuchUpload' });
    await expect(part(UploadId, 1, 'x', 'another-key')).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });
});
