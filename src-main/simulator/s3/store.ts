import { createHash } from 'node:crypto';

/** One object: its bytes and what GET and HEAD say about them. */
export interface StoredObject {
  readonly body: Buffer;
  /** Without the quotes of the wire. */
  readonly etag: string;
  /** Epoch milliseconds. */
  readonly lastModified: number;
  /** Headers given at the upload and given back: content type, user metadata, encryption. */
  readonly headers: Readonly<Record<string, string>>;
  /** Checksums by algorithm as on the wire (`crc32`, `sha256`), base64. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** A multipart upload that is neither completed nor aborted. */
export interface Upload {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly initiatedAt: number;
  readonly parts: Map<number, StoredObject>;
}

/** A bucket without versioning. */
export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly createdAt: number;
  readonly objects: Map<string, StoredObject>;
  readonly uploads: Map<string, Upload>;
}

/** All buckets of the simulated account, by name. */
export type S3Store = Map<string, Bucket>;

/** Adds an empty bucket; the caller has checked the name. */
export function addBucket(store: S3Store, name: string, region: string, createdAt: number): Bucket {
  const bucket: Bucket = { name, region, createdAt, objects: new Map(), uploads: new Map() };
  store.set(name, bucket);
  return bucket;
}

/** Makes an object of bytes; its ETag is the MD5, as for a plain upload. */
export function storedObject(
  body: Buffer,
  lastModified: number,
  headers: Record<string, string>,
  checksums: Record<string, string> = {},
): StoredObject {
  return { body, etag: createHash('md5').update(body).digest('hex'), lastModified, headers, checksums };
}
