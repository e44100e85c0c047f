import type { Entropy } from '../world/entropy.ts';
import type { WireReply, WireRequest } from '../wire.ts';
import { S3Error } from './s3-error.ts';
import type { Bucket, S3Store } from './store.ts';
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

/** Splits a path-style path. A path that cannot be decoded is refused with InvalidURI. */
export function splitPath(path: string): { bucket: string; key: string } {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  try {
    return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key) };
  } catch {
    throw new S3Error(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
}

/** The bucket a request names; refuses with NoSuchBucket. */
export function requireBucket(request: S3Request): Bucket {
  const bucket = request.store.get(request.bucket);
  if (bucket) return bucket;
  throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist');
}

/** A successful answer with a document. */
export function xmlReply(
  root: string,
  content: XmlElements,
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
