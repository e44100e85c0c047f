import type { WireReply, WireRequest } from '../wire.ts';
import type { Entropy } from '../world/entropy.ts';
import type { Bucket, ObjectVersion } from './bucket.ts';
import { S3Error, invalidArgument, noSuchKey, noSuchVersion } from './s3-error.ts';
import { bucketNamed, newestVersion, versionOf } from './store.ts';
import type { S3Store } from './store.ts';
import { xmlDocument } from './xml.ts';
import type { XmlElements } from './xml.ts';

/** One request to S3 with its path taken apart. `bucket` and `key` are decoded; empty where the path has none. */
export interface S3Request {
  readonly wire: WireRequest;
  readonly store: S3Store;
  readonly now: number;
  readonly entropy: Entropy;
  readonly region: string;
  readonly bucket: string;
  readonly key: string;
}

/** What one operation of S3 does. Throws S3Error for every refusal. */
export type S3Operation = (request: S3Request) => WireReply;

/** The account that owns every bucket and object here, as documents name it. */
export const owner = { ID: '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a' };

/** Splits a path-style path. A path that cannot be decoded is refused with InvalidURI. */
export function splitPath(path: string): { bucket: string; key: string } {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  try {
    return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key) };
  } catch {
    throw new S3Error(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
}

/** Splits what a copy names as its source: some clients encode its slashes, the one after the bucket too. */
export function splitCopySource(path: string): { bucket: string; key: string } {
  return splitPath(`/${path.replace(/^\//, '').replace(/^([^/]*?)%2F/i, '$1/')}`);
}

/** The bucket a request names; refuses with NoSuchBucket. */
export function requireBucket(request: S3Request): Bucket {
  return bucketNamed(request.store, request.bucket);
}

/**
 * The object version a request reads. A delete marker answers 404 where it is merely the newest version, and 405
 * where it is asked for by id.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html
 */
export function requireObject(
  { store, key, wire }: S3Request,
  bucketName: string,
  versionId: string | null,
  name = key,
): ObjectVersion {
  bucketNamed(store, bucketName);
  if (versionId === null) {
    const newest = newestVersion(store, bucketName, name);
    if (!newest) throw noSuchKey(name);
    if (!newest.isDeleteMarker) return newest;
    throw noSuchKey(name, { 'x-amz-delete-marker': 'true', 'x-amz-version-id': newest.versionId });
  }
  const version = versionOf(store, bucketName, name, versionId);
  if (!version) throw noSuchVersion(name, versionId);
  if (!version.isDeleteMarker) return version;
  const headers = {
    allow: 'DELETE',
    'x-amz-delete-marker': 'true',
    'x-amz-version-id': versionId,
    'last-modified': new Date(version.lastModified).toUTCString(),
  };
  const message = 'The specified method is not allowed against this resource.';
  throw new S3Error(405, 'MethodNotAllowed', message, headers, {
    Method: wire.method,
    ResourceType: 'DeleteMarker',
  });
}

/** Whether a text can be the id of a version at all. */
export function isVersionId(text: string): boolean {
  return text === 'null' || /^[A-Za-z0-9._-]{32}$/.test(text);
}

/** The version a request names, or null. Refuses an id that cannot be one with InvalidArgument. */
export function versionIdIn(query: URLSearchParams, parameter = 'versionId'): string | null {
  const id = query.get(parameter);
  if (id === null || isVersionId(id)) return id;
  const message = id === '' ? 'Version id cannot be the empty string' : 'Invalid version id specified';
  throw invalidArgument(message, parameter, id);
}

/** Names the version in the answer to a write; only versioned buckets do. */
export function versionHeaders(bucket: Bucket, { versionId }: ObjectVersion): Record<string, string> {
  return bucket.settings.versioning === 'Enabled' ? { 'x-amz-version-id': versionId } : {};
}

/** A successful answer with a document. */
export function xmlReply(
  root: string,
  content: XmlElements | string,
  headers: Record<string, string> = {},
): WireReply {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', ...headers },
    body: xmlDocument(root, content),
  };
}

/** A successful answer without a body. */
export function emptyReply(status: number, headers: Record<string, string> = {}): WireReply {
  return { status, headers, body: '' };
}
