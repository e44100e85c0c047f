import { splitCopySource, splitPath } from '../s3/s3-request.ts';
import { header } from '../wire.ts';
import type { WireRequest } from '../wire.ts';
import type { JobScope } from './job-credentials.ts';

/** An act on S3 as IAM names it, on `bucket/key` or a bucket. */
export interface S3Act {
  readonly action: string;
  readonly resource: string;
}

const objectActs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plain: { GET: 'GetObject', HEAD: 'GetObject', PUT: 'PutObject', DELETE: 'DeleteObject' },
  tagging: { GET: 'GetObjectTagging', PUT: 'PutObjectTagging', DELETE: 'DeleteObjectTagging' },
  attributes: { GET: 'GetObjectAttributes' },
  uploads: { POST: 'PutObject' },
  uploadId: {
    GET: 'ListMultipartUploadParts',
    PUT: 'PutObject',
    POST: 'PutObject',
    DELETE: 'AbortMultipartUpload',
  },
};

/** Parameters that choose among the acts on an object, and those that only say how. */
const objectChoices = ['tagging', 'attributes', 'uploads', 'uploadId'];
const harmless = /^(versionId|partNumber|response-[a-z-]+|max-parts|part-number-marker)$/;
/** What a presigned URL of either version carries besides; the SDK writes some of it in lower case. */
const signing = /^(x-id|AWSAccessKeyId|Signature|Expires|x-amz-[a-z0-9-]+)$/i;

/**
 * What a job's credentials do not allow in a request: the first act outside their scopes, or null. Objects under
 * the scopes may be read, written, deleted, tagged and copied among each other; their buckets may be looked at
 * and listed by a prefix within a scope. `deletedKeys` reads the keys that a DeleteObjects asks for: one key
 * outside refuses the whole request, where S3 would refuse that key alone. Throws S3Error for a path that cannot
 * be decoded.
 */
export function actOutside(
  request: WireRequest,
  scopes: readonly JobScope[],
  deletedKeys: () => readonly string[],
): S3Act | null {
  const { bucket, key } = splitPath(request.path);
  if (bucket === '') return act('ListAllMyBuckets', '*');
  return key === ''
    ? bucketActOutside(request, bucket, scopes, deletedKeys)
    : objectActOutside(request, bucket, key, scopes);
}

function objectActOutside(
  request: WireRequest,
  bucket: string,
  key: string,
  scopes: readonly JobScope[],
): S3Act | null {
  const { method, query } = request;
  const choice = objectChoices.find((name) => query.has(name));
  const isKnown = [...query.keys()].every(
    (name) => name === choice || harmless.test(name) || signing.test(name),
  );
  const action = isKnown ? objectActs[choice ?? 'plain']?.[method] : undefined;
  const wanted = act(
    action ?? `${method[0] ?? ''}${method.slice(1).toLowerCase()}Object`,
    `${bucket}/${key}`,
  );
  if (action === undefined || !covers(scopes, bucket, key)) return wanted;
  const source = header(request, 'x-amz-copy-source');
  if (source === undefined) return null;
  const from = splitCopySource(source.split('?')[0] ?? '');
  return covers(scopes, from.bucket, from.key) ? null : act('GetObject', `${from.bucket}/${from.key}`);
}

function bucketActOutside(
  request: WireRequest,
  bucket: string,
  scopes: readonly JobScope[],
  deletedKeys: () => readonly string[],
): S3Act | null {
  const { method, query } = request;
  const isOwn = scopes.some(({ bucketName }) => bucketName === bucket);
  if (method === 'POST' && query.has('delete')) {
    const outside = deletedKeys().find((key) => !covers(scopes, bucket, key));
    return outside === undefined ? null : act('DeleteObject', `${bucket}/${outside}`);
  }
  if (method === 'HEAD') return isOwn ? null : act('ListBucket', bucket);
  if (method !== 'GET') return act(method === 'PUT' ? 'CreateBucket' : 'DeleteBucket', bucket);
  const asked = [...query.keys()].filter((name) => !signing.test(name));
  // Alone: beside another parameter either could be the one that S3 goes by.
  if (isOwn && asked.length === 1 && openQuestions.has(asked[0] ?? '')) return null;
  const closed = asked.find((name) => !listParameters.test(name));
  if (closed !== undefined)
    return act(`GetBucket${closed[0]?.toUpperCase() ?? ''}${closed.slice(1)}`, bucket);
  if (covers(scopes, bucket, query.get('prefix') ?? '')) return null;
  if (query.has('uploads')) return act('ListBucketMultipartUploads', bucket);
  return act(query.has('versions') ? 'ListBucketVersions' : 'ListBucket', bucket);
}

const openQuestions: ReadonlySet<string> = new Set(['location', 'versioning']);
const listParameters =
  /^(list-type|prefix|delimiter|marker|max-keys|max-uploads|encoding-type|continuation-token|start-after|fetch-owner|versions|uploads|key-marker|version-id-marker|upload-id-marker)$/;

function covers(scopes: readonly JobScope[], bucket: string, key: string): boolean {
  return scopes.some(({ bucketName, prefix }) => bucketName === bucket && key.startsWith(prefix));
}

function act(name: string, resource: string): S3Act {
  return { action: `s3:${name}`, resource: `arn:aws:s3:::${resource}` };
}
