import { createHash } from 'node:crypto';
import type { Entropy } from '../world/entropy.ts';
import type { Blobs } from './blobs.ts';
import type { Bucket, BucketSettings, ObjectVersion, Tags } from './bucket.ts';
import { checksumOf } from './checksums.ts';
import type { Checksum } from './checksums.ts';
import type { Journal } from './journal.ts';
import { applyRecord } from './records.ts';
import type { StoreRecord } from './records.ts';
import { noSuchBucket } from './s3-error.ts';

/** All buckets of the simulated account. In memory or on disk: the functions here are the same for both. */
export interface S3Store {
  readonly accountId: string;
  readonly buckets: Map<string, Bucket>;
  readonly blobs: Blobs;
  readonly journal: Journal;
}

/** An object to be stored. Whatever is left out is as for a plain upload of these bytes. */
export interface NewObject {
  readonly body: Buffer;
  /** As GET and HEAD shall show them, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly entropy: Entropy;
  readonly storageClass?: string;
  readonly tags?: Tags;
  readonly checksum?: Checksum;
}

/** Writes changes down, all or none of them, and makes them. */
export function commit(store: S3Store, ...records: StoreRecord[]): void {
  store.journal.append(records);
  for (const record of records) applyRecord(store, record);
}

/** The bucket, if there is one of that name. */
export function findBucket(store: S3Store, name: string): Bucket | undefined {
  return store.buckets.get(name);
}

/** The bucket of that name. Throws S3Error NoSuchBucket. */
export function bucketNamed(store: S3Store, name: string): Bucket {
  const bucket = store.buckets.get(name);
  if (!bucket) throw noSuchBucket(name);
  return bucket;
}

/** Adds an empty bucket; the caller has checked that the name is good and free. */
export function addBucket(
  store: S3Store,
  name: string,
  { region, now, versioned = false }: { region: string; now: number; versioned?: boolean },
): Bucket {
  commit(store, { did: 'add-bucket', bucket: name, region, at: now });
  if (versioned) setBucket(store, name, { versioning: 'Enabled' });
  return bucketNamed(store, name);
}

/** Changes some settings of a bucket. */
export function setBucket(store: S3Store, bucket: string, settings: Partial<BucketSettings>): void {
  commit(store, { did: 'set-bucket', bucket, settings });
}

/**
 * Stores an object in one piece and gives its version: a new one in a versioned bucket, else the one and only.
 * Throws S3Error NoSuchBucket.
 */
export function putObject(store: S3Store, bucketName: string, key: string, object: NewObject): ObjectVersion {
  const { body, headers, now, entropy, storageClass = 'STANDARD', tags = {} } = object;
  const version = {
    versionId: newVersionId(bucketNamed(store, bucketName), entropy),
    isDeleteMarker: false,
    lastModified: now,
    etag: createHash('md5').update(body).digest('hex'),
    size: body.length,
    headers,
    storageClass,
    checksum: object.checksum ?? checksumOf('crc64nvme', body),
    tags,
    parts: null,
    blobs: body.length === 0 ? [] : [store.blobs.keep(body)],
  };
  commit(store, { did: 'add-version', bucket: bucketName, key, version });
  return version;
}

/** The object that a GET without a version finds; undefined too where the newest version is a delete marker. */
export function currentObject(store: S3Store, bucketName: string, key: string): ObjectVersion | undefined {
  const newest = newestVersion(store, bucketName, key);
  return newest?.isDeleteMarker === true ? undefined : newest;
}

/** The newest version, be it an object or a delete marker. */
export function newestVersion(store: S3Store, bucketName: string, key: string): ObjectVersion | undefined {
  return store.buckets.get(bucketName)?.objects.get(key)?.at(-1);
}

/** The version of that id, be it an object or a delete marker. */
export function versionOf(
  store: S3Store,
  bucketName: string,
  key: string,
  versionId: string,
): ObjectVersion | undefined {
  const versions = store.buckets.get(bucketName)?.objects.get(key);
  return versions?.find((version) => version.versionId === versionId);
}

/** The bytes of an object or part from `first` (inclusive) to `end` (exclusive). Not to be altered. */
export function readBody(
  store: S3Store,
  { blobs, size }: Pick<ObjectVersion, 'blobs' | 'size'>,
  first = 0,
  end = size,
): Buffer {
  const pieces: Buffer[] = [];
  let start = 0;
  for (const blob of blobs) {
    const [from, to] = [Math.max(first - start, 0), Math.min(end - start, blob.size)];
    if (from < to) pieces.push(store.blobs.read(blob, from, to));
    start += blob.size;
  }
  const [only] = pieces;
  return pieces.length === 1 && only ? only : Buffer.concat(pieces);
}

/**
 * Deletes as DELETE without a version does: for good without versioning, else by a delete marker, which is
 * given back. Throws S3Error NoSuchBucket.
 */
export function deleteObject(
  store: S3Store,
  bucketName: string,
  key: string,
  { now, entropy }: { now: number; entropy: Entropy },
): ObjectVersion | null {
  const bucket = bucketNamed(store, bucketName);
  if (bucket.settings.versioning === null) {
    commit(store, { did: 'remove-version', bucket: bucketName, key, versionId: 'null' });
    return null;
  }
  const version = deleteMarker(newVersionId(bucket, entropy), now);
  commit(store, { did: 'add-version', bucket: bucketName, key, version });
  return version;
}

/** The id of the next version of anything in a bucket. */
export function newVersionId({ settings }: Bucket, entropy: Entropy): string {
  if (settings.versioning !== 'Enabled') return 'null';
  return entropy.opaque(24).replace(/\+/g, '.').replace(/\//g, '_').slice(0, 32);
}

function deleteMarker(versionId: string, now: number): ObjectVersion {
  return {
    versionId,
    isDeleteMarker: true,
    lastModified: now,
    etag: '',
    size: 0,
    headers: {},
    storageClass: 'STANDARD',
    checksum: null,
    tags: {},
    parts: null,
    blobs: [],
  };
}
