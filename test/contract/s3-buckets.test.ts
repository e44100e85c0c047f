import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { ListObjectsV2CommandInput } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { artifactBucket } from './artifact-bucket.ts';

describe('S3 buckets', () => {
  let simulator: SimulatorUnderTest;
  const Bucket = 'test-bucket';
  const keys = ['a/1', 'a/2', 'a/b/3', 'c', 'd/4', 'ü & <x>'];
  beforeEach(async () => {
    simulator = await openSimulator();
    await simulator.s3().send(new CreateBucketCommand({ Bucket }));
    for (const Key of keys) await simulator.s3().send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  });
  afterEach(() => simulator.close());

  async function list(input: Partial<ListObjectsV2CommandInput> = {}) {
    const answer = await simulator.s3().send(new ListObjectsV2Command({ Bucket, ...input }));
    return {
      ...answer,
      keys: (answer.Contents ?? []).map((object) => object.Key),
      prefixes: (answer.CommonPrefixes ?? []).map((common) => common.Prefix),
    };
  }

  it('has an artifact bucket in each region', async () => {
    const { Buckets = [] } = await simulator.s3().send(new ListBucketsCommand());
    expect(Buckets).toHaveLength(3);
    const west = await artifactBucket(simulator, 'us-west-2');
    const location = await simulator.s3().send(new GetBucketLocationCommand({ Bucket: west }));
    expect(location.LocationConstraint).toBe('us-west-2');
    const head = await simulator.s3().send(new HeadBucketCommand({ Bucket: west }));
    expect(head.BucketRegion).toBe('us-west-2');
  });

  it('lists keys in order, any characters included', async () => {
    expect(await list()).toMatchObject({ keys, KeyCount: 6, IsTruncated: false });
    expect((await list({ EncodingType: 'url' })).keys.at(-1)).toBe('%C3%BC%20%26%20%3Cx%3E');
  });

  it('groups by delimiter under a prefix', async () => {
    expect(await list({ Delimiter: '/' })).toMatchObject({ keys: ['c', 'ü & <x>'], prefixes: ['a/', 'd/'] });
    expect(await list({ Delimiter: '/', Prefix: 'a/' })).toMatchObject({
      keys: ['a/1', 'a/2'],
      prefixes: ['a/b/'],
    });
  });

  it.each([1, 2, 3, 4])('loses and repeats nothing in pages of %i', async (MaxKeys) => {
    for (const Delimiter of [undefined, '/']) {
      const whole = await list({ Delimiter });
      const seen: (string | undefined)[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await list({ MaxKeys, Delimiter, ContinuationToken });
        expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
        seen.push(...page.keys, ...page.prefixes);
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      expect(seen.sort()).toEqual([...whole.keys, ...whole.prefixes].sort());
    }
  });

  it('goes on by marker in the first version', async () => {
    const page = await simulator.s3().send(new ListObjectsCommand({ Bucket, Marker: 'a/2', MaxKeys: 2 }));
    expect(page.Contents?.map((object) => object.Key)).toEqual(['a/b/3', 'c']);
    expect(page.IsTruncated).toBe(true);
  });

  it('refuses a token it did not give', async () => {
    await expect(list({ ContinuationToken: '***' })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  it('deletes many at once, and only an empty bucket', async () => {
    const remove = new DeleteBucketCommand({ Bucket });
    await expect(simulator.s3().send(remove)).rejects.toMatchObject({ name: 'BucketNotEmpty' });
    const Objects = keys.map((Key) => ({ Key }));
    const { Deleted } = await simulator.s3().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted?.map((object) => object.Key)).toEqual(keys);
    await simulator.s3().send(remove);
    await expect(list()).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});
