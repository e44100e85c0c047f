import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
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
});
