import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { ChecksumAlgorithm, ChecksumType, CompletedPart } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { artifactBucket } from './artifact-bucket.ts';

// Of the text `123456789`, in base64.
const values = {
  CRC32: 'y/Q5Jg==',
  CRC32C: '4waSgw==',
  CRC64NVME: 'rosUhgp5mIg=',
  SHA1: '98O8HYCOBHMq32eZZczDTKeuNEE=',
  SHA256: 'FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=',
} as const;
const Body = '123456789';
const partBytes = 5 * 1024 * 1024;

describe('S3 checksums', () => {
  let simulator: SimulatorUnderTest;
  let Bucket: string;
  const Key = 'checked';
  beforeEach(async () => {
    simulator = await openSimulator();
    Bucket = await artifactBucket(simulator);
  });
  afterEach(() => simulator.close());

  async function head() {
    return simulator.s3().send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
  }

  it.each(Object.entries(values))('keeps the %s that came with the bytes', async (algorithm, value) => {
    const field = { [`Checksum${algorithm}`]: value };
    const put = await simulator.s3().send(new PutObjectCommand({ Bucket, Key, Body, ...field }));
    expect(put).toMatchObject({ ...field, ChecksumType: 'FULL_OBJECT' });
    expect(await head()).toMatchObject({ ...field, ChecksumType: 'FULL_OBJECT' });
    const wrong = new PutObjectCommand({ Bucket, Key, Body: '12345678', ...field });
    await expect(simulator.s3().send(wrong)).rejects.toMatchObject({ name: 'BadDigest' });
  });

  it('makes a CRC-64/NVME where the client gives nothing', async () => {
    const client = new S3Client({
      endpoint: simulator.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test-secret' },
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
    const put = await client.send(new PutObjectCommand({ Bucket, Key, Body }));
    client.destroy();
    expect(put).toMatchObject({ ChecksumCRC64NVME: values.CRC64NVME, ChecksumType: 'FULL_OBJECT' });
  });

  it('gives none with a range', async () => {
    await simulator.s3().send(new PutObjectCommand({ Bucket, Key, Body }));
    const got = await simulator
      .s3()
      .send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=0-3', ChecksumMode: 'ENABLED' }));
    expect([got.ChecksumCRC32, got.ChecksumCRC64NVME]).toEqual([undefined, undefined]);
    expect(await got.Body?.transformToString()).toBe('1234');
  });

  it.each([
    ['two at once', { ChecksumCRC32: values.CRC32, ChecksumSHA1: values.SHA1 }, 'InvalidRequest'],
    ['one of the wrong length', { ChecksumSHA256: values.SHA1 }, 'InvalidRequest'],
    ['an MD5 that is none', { ContentMD5: 'AAAA' }, 'InvalidDigest'],
  ])('refuses %s', async (_what, input, name) => {
    const put = new PutObjectCommand({ Bucket, Key, Body, ...input });
    await expect(simulator.s3().send(put)).rejects.toMatchObject({ name });
  });

  describe('of an object in parts', () => {
    const pieces = [Buffer.alloc(partBytes, 'a'), Buffer.from(Body)];

    async function upload(
      how: { ChecksumAlgorithm?: ChecksumAlgorithm; ChecksumType?: ChecksumType },
      namesChecksums = true,
    ) {
      const client = simulator.s3();
      const object = { Bucket, Key };
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...object, ...how }));
      const Parts: CompletedPart[] = [];
      for (const [at, piece] of pieces.entries()) {
        const part = { ...object, UploadId, PartNumber: at + 1, Body: piece };
        const { ChecksumAlgorithm } = how;
        const answer = await client.send(new UploadPartCommand({ ...part, ChecksumAlgorithm }));
        const { ETag, ChecksumCRC32, ChecksumSHA256, ChecksumCRC64NVME } = answer;
        const checksums = namesChecksums ? { ChecksumCRC32, ChecksumSHA256, ChecksumCRC64NVME } : {};
        Parts.push({ PartNumber: at + 1, ETag, ...checksums });
      }
      return client.send(
        new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }),
      );
    }

    it('is made of those of the parts, and ends in their number', async () => {
      const done = await upload({ ChecksumAlgorithm: 'SHA256' });
      expect(done.ChecksumType).toBe('COMPOSITE');
      expect(done.ChecksumSHA256).toMatch(/^[\w+/]{43}=-2$/);
      expect(await head()).toMatchObject({
        ChecksumSHA256: done.ChecksumSHA256,
        ChecksumType: 'COMPOSITE',
        ContentLength: partBytes + 9,
      });
    });

    it('covers the whole object where asked to', async () => {
      const done = await upload({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' }, false);
      expect(done.ChecksumType).toBe('FULL_OBJECT');
      const whole = await simulator
        .s3()
        .send(new PutObjectCommand({ Bucket, Key: 'whole', Body: Buffer.concat(pieces) }));
      expect(done.ChecksumCRC32).toBe(whole.ChecksumCRC32);
    });

    it('must be named for each part of a composite', async () => {
      await expect(upload({ ChecksumAlgorithm: 'SHA256' }, false)).rejects.toMatchObject({
        name: 'InvalidRequest',
        message: expect.stringContaining('missing for part 1') as string,
      });
    });

    it.each([
      ['CRC64NVME', 'COMPOSITE'],
      ['SHA1', 'FULL_OBJECT'],
    ] as const)('refuses a %s that is %s', async (algorithm, type) => {
      const create = upload({ ChecksumAlgorithm: algorithm, ChecksumType: type });
      await expect(create).rejects.toMatchObject({ name: 'InvalidRequest' });
    });

    it('is told part by part, with the sizes', async () => {
      await upload({ ChecksumAlgorithm: 'SHA256' });
      const ask = (MaxParts?: number, PartNumberMarker?: string) =>
        simulator.s3().send(
          new GetObjectAttributesCommand({
            Bucket,
            Key,
            MaxParts,
            PartNumberMarker,
            ObjectAttributes: ['ETag', 'Checksum', 'ObjectParts', 'ObjectSize', 'StorageClass'],
          }),
        );
      const all = await ask();
      expect(all).toMatchObject({
        ObjectSize: partBytes + 9,
        StorageClass: 'STANDARD',
        Checksum: { ChecksumType: 'COMPOSITE' },
        ObjectParts: {
          TotalPartsCount: 2,
          IsTruncated: false,
          Parts: [
            { PartNumber: 1, Size: partBytes },
            { PartNumber: 2, Size: 9, ChecksumSHA256: values.SHA256 },
          ],
        },
      });
      expect(all.ETag).toMatch(/^[0-9a-f]{32}-2$/);
      expect((await ask(1)).ObjectParts).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '1' });
      expect((await ask(1, '1')).ObjectParts).toMatchObject({ IsTruncated: false, Parts: [{ Size: 9 }] });
    });

    it('comes with a single part', async () => {
      await upload({ ChecksumAlgorithm: 'SHA256' });
      const get = new GetObjectCommand({ Bucket, Key, PartNumber: 2, ChecksumMode: 'ENABLED' });
      const part = await simulator.s3().send(get);
      expect(part).toMatchObject({ PartsCount: 2, ContentLength: 9, ChecksumSHA256: values.SHA256 });
      expect(await part.Body?.transformToString()).toBe(Body);
    });
  });
});
