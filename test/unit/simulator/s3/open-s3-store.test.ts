import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeS3Store, openS3Store } from '#main/simulator/s3/open-s3-store.ts';
import {
  addBucket,
  bucketNamed,
  commit,
  currentObject,
  deleteObject,
  putObject,
  readBody,
  versionOf,
} from '#main/simulator/s3/store.ts';
import type { S3Store } from '#main/simulator/s3/store.ts';
import { sortedKeys } from '#main/simulator/s3/key-index.ts';
import { partOf } from '#main/simulator/s3/parts.ts';
import { checksumOf } from '#main/simulator/s3/checksums.ts';
import { predictableEntropy } from '../predictable-entropy.ts';

const entropy = predictableEntropy();
const region = 'us-east-1';

function put(store: S3Store, key: string, text: string, bucket = 'plain') {
  return putObject(store, bucket, key, { body: Buffer.from(text), headers: {}, now: 1000, entropy });
}

function textOf(store: S3Store, key: string, bucket = 'plain'): string | undefined {
  const object = currentObject(store, bucket, key);
  return object && readBody(store, object).toString();
}

describe('a store on disk', () => {
  let folder: string;
  let open: S3Store[];
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 's3-store-')), 's3');
    open = [];
  });
  afterEach(() => {
    for (const store of open) closeS3Store(store);
    rmSync(join(folder, '..'), { recursive: true });
  });

  function opened(options: { startsEmpty?: boolean } = {}): S3Store {
    const store = openS3Store({ folder, ...options });
    open.push(store);
    return store;
  }

  function files(): string[] {
    const entries = readdirSync(join(folder, 'objects'), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  it('has everything again after its process was killed', () => {
    const store = opened();
    addBucket(store, 'plain', { region, now: 5 });
    addBucket(store, 'kept', { region, now: 6, versioned: true });
    put(store, 'a', 'first');
    put(store, 'a', 'second');
    put(store, 'empty', '');
    const old = put(store, 'v', 'old', 'kept');
    put(store, 'v', 'new', 'kept');
    deleteObject(store, 'kept', 'v', { now: 2000, entropy });
    const { algorithm, value } = checksumOf('crc64nvme', Buffer.from('part'));
    const start = {
      key: 'large',
      initiatedAt: 7,
      headers: { 'content-type': 'text/plain' },
      storageClass: 'STANDARD',
      tags: {},
      checksum: { algorithm, type: 'FULL_OBJECT' as const },
      isChecksumAskedFor: false,
    };
    commit(store, { did: 'start-upload', bucket: 'plain', uploadId: 'u', start });
    const part = partOf(store, Buffer.from('part'), { algorithm, value }, 8);
    commit(store, { did: 'add-part', bucket: 'plain', uploadId: 'u', number: 3, part });

    const again = opened();
    expect(again.buckets).toEqual(store.buckets);
    expect(textOf(again, 'a')).toBe('second');
    expect(textOf(again, 'empty')).toBe('');
    expect(currentObject(again, 'kept', 'v')).toBeUndefined();
    const version = versionOf(again, 'kept', 'v', old.versionId);
    expect(version && readBody(again, version).toString()).toBe('old');
    expect(bucketNamed(again, 'plain').uploads.get('u')?.parts.get(3)).toEqual(part);
  });

  it('leaves out a last line that was torn, with what only it refers to', () => {
    const store = opened();
    addBucket(store, 'plain', { region, now: 5 });
    put(store, 'a', 'whole');
    const index = join(folder, 'index.jsonl');
    const before = readFileSync(index);
    put(store, 'b', 'torn');
    const line = readFileSync(index).subarray(before.length);
    for (let cut = 1; cut < line.length; cut += 40) {
      writeFileSync(index, Buffer.concat([before, line.subarray(0, line.length - cut)]));
      const again = opened();
      expect([textOf(again, 'a'), textOf(again, 'b')]).toEqual(['whole', undefined]);
      expect(files()).toHaveLength(1);
      put(again, 'b', 'torn');
      expect(textOf(opened(), 'b')).toBe('torn');
    }
  });

  it('refuses an index that is damaged in the middle', () => {
    const store = opened();
    addBucket(store, 'plain', { region, now: 5 });
    put(store, 'a', 'x');
    const index = join(folder, 'index.jsonl');
    writeFileSync(index, readFileSync(index, 'utf8').replace('[{', '[['));
    expect(() => opened()).toThrow('index.jsonl: line 1 cannot be read');
  });

  it('keeps equal bytes once, and as long as anything has them', () => {
    const store = opened();
    addBucket(store, 'plain', { region, now: 5 });
    put(store, 'a', 'same');
    put(store, 'b', 'same');
    expect(files()).toHaveLength(1);
    deleteObject(store, 'plain', 'a', { now: 1, entropy });
    expect(textOf(store, 'b')).toBe('same');
    deleteObject(store, 'plain', 'b', { now: 1, entropy });
    expect(files()).toEqual([]);
    put(store, 'c', 'same');
    expect(textOf(opened(), 'c')).toBe('same');
  });

  it('reads a range without the rest', () => {
    const store = opened();
    addBucket(store, 'plain', { region, now: 5 });
    const object = put(store, 'a', '0123456789');
    expect(readBody(store, object, 3, 6).toString()).toBe('345');
  });

  it('writes its history anew when it opens', () => {
    const store = opened();
    addBucket(store, 'plain', { region, now: 5 });
    for (let times = 0; times < 200; times += 1) put(store, 'a', `text ${times}`);
    const long = statSync(join(folder, 'index.jsonl')).size;
    expect(textOf(opened(), 'a')).toBe('text 199');
    expect(statSync(join(folder, 'index.jsonl')).size).toBeLessThan(long / 50);
  });

  it('starts empty when asked to', () => {
    addBucket(opened(), 'plain', { region, now: 5 });
    expect(opened({ startsEmpty: true }).buckets.size).toBe(0);
  });
});

describe('a store in memory', () => {
  it('shows in listings the keys whose newest version is an object', () => {
    const store = openS3Store({ folder: null });
    const bucket = addBucket(store, 'kept', { region, now: 1, versioned: true });
    for (const key of ['b', 'a', 'c']) put(store, key, key, 'kept');
    const marker = deleteObject(store, 'kept', 'b', { now: 2, entropy });
    expect(sortedKeys(bucket.current)).toEqual(['a', 'c']);
    expect(sortedKeys(bucket.keys)).toEqual(['a', 'b', 'c']);
    const versionId = marker?.versionId ?? '';
    commit(store, { did: 'remove-version', bucket: 'kept', key: 'b', versionId });
    expect(sortedKeys(bucket.current)).toEqual(['a', 'b', 'c']);
  });
});
