import type { Blobs } from './blobs.ts';
import { emptyBucket } from './bucket.ts';
import type { Bucket, BucketSettings, ObjectVersion, Tags, UploadStart, UploadedPart } from './bucket.ts';
import { indexKey, unindexKey } from './key-index.ts';

/** One change of the store, in the form in which it is written down. A store is what its records make of it. */
export type StoreRecord =
  | { readonly did: 'add-bucket'; readonly bucket: string; readonly region: string; readonly at: number }
  | { readonly did: 'set-bucket'; readonly bucket: string; readonly settings: Partial<BucketSettings> }
  | { readonly did: 'remove-bucket'; readonly bucket: string }
  | {
      readonly did: 'add-version';
      readonly bucket: string;
      readonly key: string;
      readonly version: ObjectVersion;
    }
  | {
      readonly did: 'remove-version';
      readonly bucket: string;
      readonly key: string;
      readonly versionId: string;
    }
  | {
      readonly did: 'tag-version';
      readonly bucket: string;
      readonly key: string;
      readonly versionId: string;
      readonly tags: Tags;
    }
  | {
      readonly did: 'start-upload';
      readonly bucket: string;
      readonly uploadId: string;
      readonly start: UploadStart;
    }
  | {
      readonly did: 'add-part';
      readonly bucket: string;
      readonly uploadId: string;
      readonly number: number;
      readonly part: UploadedPart;
    }
  | { readonly did: 'end-upload'; readonly bucket: string; readonly uploadId: string };

/** What records change. */
export interface StoreContent {
  readonly buckets: Map<string, Bucket>;
  readonly blobs: Blobs;
}

/** Carries out one record. Records about what is not there are ignored. */
export function applyRecord({ buckets, blobs }: StoreContent, record: StoreRecord): void {
  if (record.did === 'add-bucket') {
    buckets.set(record.bucket, emptyBucket(record.bucket, record.region, record.at));
    return;
  }
  const bucket = buckets.get(record.bucket);
  if (!bucket) return;
  switch (record.did) {
    case 'set-bucket':
      bucket.settings = { ...bucket.settings, ...record.settings };
      return;
    case 'remove-bucket':
      buckets.delete(record.bucket);
      for (const id of [...bucket.uploads.keys()]) endUpload(bucket, blobs, id);
      return;
    case 'add-version':
      addVersion(bucket, blobs, record.key, record.version);
      return;
    case 'remove-version':
      removeVersion(bucket, blobs, record.key, record.versionId);
      return;
    case 'tag-version':
      tagVersion(bucket, record);
      return;
    case 'start-upload':
      bucket.uploads.set(record.uploadId, { ...record.start, parts: new Map() });
      return;
    case 'add-part': {
      const parts = bucket.uploads.get(record.uploadId)?.parts;
      const earlier = parts?.get(record.number);
      if (parts) record.part.blobs.forEach(blobs.hold);
      earlier?.blobs.forEach(blobs.release);
      parts?.set(record.number, record.part);
      return;
    }
    case 'end-upload':
      endUpload(bucket, blobs, record.uploadId);
      return;
  }
}

/** Records that make this content anew, from nothing: what is left of a long history. */
export function* recordsOf(buckets: ReadonlyMap<string, Bucket>): Generator<StoreRecord> {
  for (const [name, { region, createdAt, settings, objects, uploads }] of buckets) {
    yield { did: 'add-bucket', bucket: name, region, at: createdAt };
    yield { did: 'set-bucket', bucket: name, settings };
    for (const [key, versions] of objects) {
      for (const version of versions) yield { did: 'add-version', bucket: name, key, version };
    }
    for (const [uploadId, { parts, ...start }] of uploads) {
      yield { did: 'start-upload', bucket: name, uploadId, start };
      for (const [number, part] of parts) yield { did: 'add-part', bucket: name, uploadId, number, part };
    }
  }
}

// A version takes the place of the one with the same id: the `null` version of a bucket without versioning.
function addVersion(bucket: Bucket, blobs: Blobs, key: string, version: ObjectVersion): void {
  const earlier = bucket.objects.get(key) ?? [];
  const replaced = earlier.find(({ versionId }) => versionId === version.versionId);
  version.blobs.forEach(blobs.hold);
  replaced?.blobs.forEach(blobs.release);
  setVersions(bucket, key, [...earlier.filter((one) => one !== replaced), version]);
}

function removeVersion(bucket: Bucket, blobs: Blobs, key: string, versionId: string): void {
  const earlier = bucket.objects.get(key) ?? [];
  const removed = earlier.find((one) => one.versionId === versionId);
  if (!removed) return;
  removed.blobs.forEach(blobs.release);
  setVersions(
    bucket,
    key,
    earlier.filter((one) => one !== removed),
  );
}

function setVersions(bucket: Bucket, key: string, versions: ObjectVersion[]): void {
  const earlier = bucket.objects.get(key);
  if (versions.length > 0) bucket.objects.set(key, versions);
  else bucket.objects.delete(key);
  if (!earlier && versions.length > 0) indexKey(bucket.keys, key);
  if (earlier && versions.length === 0) unindexKey(bucket.keys, key);
  const [wasShown, isShown] = [earlier, versions].map((list) => list?.at(-1)?.isDeleteMarker === false);
  if (isShown && !wasShown) indexKey(bucket.current, key);
  if (!isShown && wasShown) unindexKey(bucket.current, key);
}

function tagVersion(
  bucket: Bucket,
  { key, versionId, tags }: { key: string; versionId: string; tags: Tags },
): void {
  const versions = bucket.objects.get(key);
  const at = versions?.findIndex((one) => one.versionId === versionId) ?? -1;
  const version = versions?.[at];
  if (versions && version) versions[at] = { ...version, tags };
}

function endUpload(bucket: Bucket, blobs: Blobs, uploadId: string): void {
  const parts = bucket.uploads.get(uploadId)?.parts;
  for (const part of parts?.values() ?? []) part.blobs.forEach(blobs.release);
  bucket.uploads.delete(uploadId);
}
