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
  paginateListBuckets,
  paginateListObjectsV2,
  waitUntilBucketExists,
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
    const head = await simulator.s3('us-west-2').send(new HeadBucketCommand({ Bucket: west }));
    expect(head.BucketRegion).toBe('us-west-2');
  });

  it('lists keys in order, any characters included', async () => {
    expect(await list()).toMatchObject({ keys, KeyCount: 6, IsTruncated: false });
    expect((await list({ EncodingType: 'url' })).keys.at(-1)).toBe('%C3%BC%20%26%20%3Cx%3E');
  });

  it('makes buckets where they are asked for, once', async () => {
    const west = simulator.s3('us-west-2');
    await west.send(new CreateBucketCommand({ Bucket: 'western-bucket' }));
    await waitUntilBucketExists({ client: west, maxWaitTime: 20 }, { Bucket: 'western-bucket' });
    const { LocationConstraint } = await west.send(
      new GetBucketLocationCommand({ Bucket: 'western-bucket' }),
    );
    expect(LocationConstraint).toBe('us-west-2');
    await expect(west.send(new CreateBucketCommand({ Bucket: 'western-bucket' }))).rejects.toMatchObject({
      name: 'BucketAlreadyOwnedByYou',
    });
    const elsewhere = { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' as const } };
    await expect(
      west.send(new CreateBucketCommand({ Bucket: 'stray-bucket', ...elsewhere })),
    ).rejects.toMatchObject({ name: 'IllegalLocationConstraintException' });
    await expect(west.send(new HeadBucketCommand({ Bucket: 'stray-bucket' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  it.each(['ab', 'a..b', '192.168.0.1', 'a_bucket'])('refuses the name %s', async (name) => {
    await expect(simulator.s3().send(new CreateBucketCommand({ Bucket: name }))).rejects.toMatchObject({
      name: 'InvalidBucketName',
    });
  });

  it('lists buckets in pages, by prefix and by region', async () => {
    const client = simulator.s3();
    for (const name of ['page-a', 'page-b', 'page-c'])
      await client.send(new CreateBucketCommand({ Bucket: name }));
    const names: (string | undefined)[][] = [];
    for await (const page of paginateListBuckets({ client, pageSize: 2 }, { Prefix: 'page-' })) {
      names.push((page.Buckets ?? []).map(({ Name }) => Name));
    }
    expect(names).toEqual([['page-a', 'page-b'], ['page-c']]);
    const { Buckets } = await client.send(new ListBucketsCommand({ BucketRegion: 'us-west-2' }));
    expect(Buckets?.map(({ BucketRegion }) => BucketRegion)).toEqual(['us-west-2']);
  });

  it('shows the owner in a listing when asked', async () => {
    expect((await list()).Contents?.[0]?.Owner).toBeUndefined();
    expect((await list({ FetchOwner: true })).Contents?.[0]?.Owner?.ID).toMatch(/^[0-9a-f]{64}$/);
  });

  it('starts behind a key, and gives no keys when asked for none', async () => {
    expect((await list({ StartAfter: 'a/2' })).keys).toEqual(['a/b/3', 'c', 'd/4', 'ü & <x>']);
    expect(await list({ StartAfter: 'a/2', Delimiter: '/' })).toMatchObject({ prefixes: ['a/', 'd/'] });
    expect(await list({ MaxKeys: 0 })).toMatchObject({ keys: [], IsTruncated: false, KeyCount: 0 });
    await expect(list({ MaxKeys: -1 })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  it('repeats no common prefix in the first version, wherever in it the marker is', async () => {
    for (const Marker of ['a/', 'a/1', 'a/b/3']) {
      const page = await simulator
        .s3()
        .send(new ListObjectsCommand({ Bucket, Marker, Delimiter: '/', MaxKeys: 1 }));
      expect(page).toMatchObject({ IsTruncated: true, NextMarker: 'c' });
      expect(page.CommonPrefixes).toBeUndefined();
    }
  });

  it('refuses requests meant for the bucket of another account', async () => {
    const head = new HeadBucketCommand({ Bucket, ExpectedBucketOwner: '999999999999' });
    await expect(simulator.s3().send(head)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
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

  it('goes through all pages with the paginator of the SDK', async () => {
    const client = simulator.s3();
    const many = Array.from({ length: 1100 }, (_, at) => `many/${String(at).padStart(4, '0')}`);
    for (let at = 0; at < many.length; at += 50) {
      const some = many.slice(at, at + 50);
      await Promise.all(some.map((Key) => client.send(new PutObjectCommand({ Bucket, Key, Body: Key }))));
    }
    const pages: (string | undefined)[][] = [];
    for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix: 'many/' })) {
      pages.push((page.Contents ?? []).map(({ Key }) => Key));
    }
    expect(pages.map((page) => page.length)).toEqual([1000, 100]);
    expect(pages.flat()).toEqual(many);
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
