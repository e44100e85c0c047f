import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { BucketVersioningStatus, ListObjectVersionsCommandInput } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSimulator } from '../support/simulator.ts';
import type { SimulatorUnderTest } from '../support/simulator.ts';

describe('S3 versions', () => {
  let simulator: SimulatorUnderTest;
  const Bucket = 'versioned-bucket';
  const Key = 'source.zip';
  beforeEach(async () => {
    simulator = await openSimulator();
    await simulator.s3().send(new CreateBucketCommand({ Bucket }));
  });
  afterEach(() => simulator.close());

  const versioning = (Status: BucketVersioningStatus) =>
    simulator.s3().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
  const put = async (Body: string, name = Key) =>
    (await simulator.s3().send(new PutObjectCommand({ Bucket, Key: name, Body }))).VersionId;
  const get = async (VersionId?: string, name = Key) => {
    const answer = await simulator.s3().send(new GetObjectCommand({ Bucket, Key: name, VersionId }));
    return { text: await answer.Body?.transformToString(), VersionId: answer.VersionId };
  };
  const remove = (VersionId?: string, name = Key) =>
    simulator.s3().send(new DeleteObjectCommand({ Bucket, Key: name, VersionId }));
  async function list(input: Partial<ListObjectVersionsCommandInput> = {}) {
    const answer = await simulator.s3().send(new ListObjectVersionsCommand({ Bucket, ...input }));
    const versions = (answer.Versions ?? []).map((one) => [one.Key, one.VersionId, one.IsLatest]);
    return { ...answer, versions, markers: answer.DeleteMarkers ?? [] };
  }

  it('has no versions before it is told to, and never none again', async () => {
    const read = new GetBucketVersioningCommand({ Bucket });
    expect((await simulator.s3().send(read)).Status).toBeUndefined();
    expect(await put('a')).toBeUndefined();
    expect((await get()).VersionId).toBeUndefined();
    await versioning('Enabled');
    expect((await simulator.s3().send(read)).Status).toBe('Enabled');
    await versioning('Suspended');
    expect((await simulator.s3().send(read)).Status).toBe('Suspended');
    const wrong = versioning('Sometimes' as BucketVersioningStatus);
    await expect(wrong).rejects.toMatchObject({ name: 'MalformedXML' });
  });

  it('keeps every version, the one from before included', async () => {
    await put('before');
    await versioning('Enabled');
    const [one, two] = [await put('one'), await put('two')];
    expect(one).toMatch(/^[\w.]{32}$/);
    expect(await get()).toEqual({ text: 'two', VersionId: two });
    expect(await get(one)).toEqual({ text: 'one', VersionId: one });
    expect(await get('null')).toEqual({ text: 'before', VersionId: 'null' });
    expect((await list()).versions).toEqual([
      [Key, two, true],
      [Key, one, false],
      [Key, 'null', false],
    ]);
  });

  it('replaces the null version, and only that, while suspended', async () => {
    await versioning('Enabled');
    const one = await put('one');
    await versioning('Suspended');
    await put('two');
    await put('three');
    expect((await list()).versions).toEqual([
      [Key, 'null', true],
      [Key, one, false],
    ]);
    expect(await remove()).toMatchObject({ DeleteMarker: true, VersionId: 'null' });
    expect((await list()).versions).toEqual([[Key, one, false]]);
  });

  it('hides an object behind a delete marker, which can be taken away', async () => {
    await versioning('Enabled');
    const one = await put('one');
    const { DeleteMarker, VersionId: marker } = await remove();
    expect(DeleteMarker).toBe(true);

    await expect(get()).rejects.toMatchObject({
      name: 'NoSuchKey',
      $response: { headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker } },
    });
    await expect(get(marker)).rejects.toMatchObject({
      name: 'MethodNotAllowed',
      $response: { statusCode: 405, headers: { allow: 'DELETE', 'x-amz-delete-marker': 'true' } },
    });
    const head = new HeadObjectCommand({ Bucket, Key });
    await expect(simulator.s3().send(head)).rejects.toMatchObject({ name: 'NotFound' });
    expect((await simulator.s3().send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
    expect((await list()).markers).toMatchObject([{ Key, VersionId: marker, IsLatest: true }]);
    expect((await get(one)).text).toBe('one');

    expect(await remove(marker)).toMatchObject({ DeleteMarker: true, VersionId: marker });
    expect((await get()).text).toBe('one');
  });

  it('deletes a version for good, and what is not there without complaint', async () => {
    await versioning('Enabled');
    const [one, two] = [await put('one'), await put('two')];
    const answer = await remove(two);
    expect(answer).toMatchObject({ VersionId: two });
    expect(answer.DeleteMarker).toBeUndefined();
    expect((await get()).text).toBe('one');
    await expect(get(two)).rejects.toMatchObject({ name: 'NoSuchVersion' });
    await remove(two);
    await expect(get('nonsense')).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(simulator.s3().send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    });
    await remove(one);
    await simulator.s3().send(new DeleteBucketCommand({ Bucket }));
  });

  it('deletes versions and makes delete markers in one batch', async () => {
    await versioning('Enabled');
    const [a1, a2] = [await put('1', 'a'), await put('2', 'a')];
    await put('1', 'b');
    const Objects = [
      { Key: 'a', VersionId: a1 },
      { Key: 'b' },
      { Key: 'c', VersionId: 'nonsense' },
      { Key: 'a', ETag: '"wrong"' },
    ];
    const answer = await simulator.s3().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Deleted).toHaveLength(2);
    expect(answer.Deleted).toMatchObject([
      { Key: 'a', VersionId: a1 },
      { Key: 'b', DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) as string },
    ]);
    expect(answer.Errors).toMatchObject([
      { Key: 'c', VersionId: 'nonsense', Code: 'NoSuchVersion' },
      { Key: 'a', Code: 'PreconditionFailed' },
    ]);
    expect((await get(undefined, 'a')).VersionId).toBe(a2);
  });

  it('brings a version back by copying it over the newest', async () => {
    await versioning('Enabled');
    const one = await put('one');
    await put('two');
    const CopySource = `${Bucket}/${Key}?versionId=${one}`;
    const copy = await simulator.s3().send(new CopyObjectCommand({ Bucket, Key, CopySource }));
    expect(copy.CopySourceVersionId).toBe(one);
    expect(await get()).toEqual({ text: 'one', VersionId: copy.VersionId });
  });

  it.each([1, 2, 3, 5])('lists versions in pages of %i without loss or repetition', async (MaxKeys) => {
    await versioning('Enabled');
    for (const name of ['a/1', 'a/2', 'b', 'c']) {
      await put('1', name);
      await put('2', name);
    }
    await remove(undefined, 'b');
    for (const Delimiter of [undefined, '/']) {
      const whole = await list({ Delimiter });
      expect(whole.versions).toHaveLength(Delimiter === undefined ? 8 : 4);
      const seen: unknown[] = [];
      const markers: unknown[] = [];
      const prefixes: unknown[] = [];
      let at: Pick<ListObjectVersionsCommandInput, 'KeyMarker' | 'VersionIdMarker'> = {};
      for (let isTruncated = true; isTruncated;) {
        const page = await list({ MaxKeys, Delimiter, ...at });
        const size = page.versions.length + page.markers.length + (page.CommonPrefixes?.length ?? 0);
        expect(size).toBeLessThanOrEqual(MaxKeys);
        seen.push(...page.versions);
        markers.push(...page.markers);
        prefixes.push(...(page.CommonPrefixes ?? []));
        at = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
        isTruncated = page.IsTruncated === true;
      }
      expect(seen).toEqual(whole.versions);
      expect(markers).toEqual(whole.markers);
      expect(prefixes).toEqual(whole.CommonPrefixes ?? []);
    }
  });

  it('refuses a version marker without a key marker', async () => {
    await expect(list({ VersionIdMarker: 'null' })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});
