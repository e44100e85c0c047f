import type { WireReply } from '../wire.ts';
import { invalidArgument } from './s3-error.ts';
import { requireBucket, xmlReply } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import type { Bucket, StoredObject } from './store.ts';

interface Page {
  readonly objects: readonly (readonly [string, StoredObject])[];
  readonly prefixes: readonly string[];
  /** The last key or common prefix of the page if there is more, else null. */
  readonly more: string | null;
}

/** ListObjectsV2. The continuation token is opaque to clients. */
export function listObjectsV2(request: S3Request): WireReply {
  const bucket = requireBucket(request);
  const { query } = request.wire;
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : fromToken(token);
  const { maxKeys, prefix, delimiter, encode } = settings(query);
  const page = pageAfter(bucket, { after, maxKeys, prefix, delimiter });
  return xmlReply('ListBucketResult', {
    Name: bucket.name,
    Prefix: encode(prefix),
    StartAfter: given(query, 'start-after', encode),
    ContinuationToken: token ?? undefined,
    NextContinuationToken: page.more === null ? undefined : toToken(page.more),
    KeyCount: page.objects.length + page.prefixes.length,
    ...commonParts(query, page, { maxKeys, encode }),
  });
}

/** ListObjects, the first version, which goes on by `marker`. */
export function listObjects(request: S3Request): WireReply {
  const bucket = requireBucket(request);
  const { query } = request.wire;
  const { maxKeys, prefix, delimiter, encode } = settings(query);
  const marker = query.get('marker') ?? '';
  const page = pageAfter(bucket, { after: marker, maxKeys, prefix, delimiter });
  return xmlReply('ListBucketResult', {
    Name: bucket.name,
    Prefix: encode(prefix),
    Marker: encode(marker),
    NextMarker: page.more === null || delimiter === '' ? undefined : encode(page.more),
    ...commonParts(query, page, { maxKeys, encode }),
  });
}

function commonParts(
  query: URLSearchParams,
  page: Page,
  { maxKeys, encode }: { maxKeys: number; encode: (text: string) => string },
) {
  return {
    MaxKeys: maxKeys,
    Delimiter: given(query, 'delimiter', encode),
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: page.more !== null,
    Contents: page.objects.map(([key, object]) => ({
      Key: encode(key),
      LastModified: new Date(object.lastModified).toISOString(),
      ETag: `"${object.etag}"`,
      Size: object.body.length,
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: page.prefixes.map((common) => ({ Prefix: encode(common) })),
  };
}

function pageAfter(
  bucket: Bucket,
  {
    after,
    maxKeys,
    prefix,
    delimiter,
  }: { after: string; maxKeys: number; prefix: string; delimiter: string },
): Page {
  const objects: [string, StoredObject][] = [];
  const prefixes: string[] = [];
  let last = after;
  for (const [key, object] of sorted(bucket)) {
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const common = end < 0 ? null : key.slice(0, end + delimiter.length);
    if (common === null ? compare(key, after) <= 0 : compare(common, after) <= 0) continue;
    if (common !== null && common === prefixes.at(-1)) continue;
    if (objects.length + prefixes.length >= maxKeys)
      return { objects, prefixes, more: maxKeys === 0 ? null : last };
    last = common ?? key;
    if (common === null) objects.push([key, object]);
    else prefixes.push(common);
  }
  return { objects, prefixes, more: null };
}

function sorted(bucket: Bucket): [string, StoredObject][] {
  return [...bucket.objects].sort(([a], [b]) => compare(a, b));
}

// S3 sorts by UTF-8 bytes; JavaScript's `<` sorts by UTF-16 units, which differs outside the basic plane.
function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function settings(query: URLSearchParams) {
  const maxKeys = Number(query.get('max-keys') ?? 1000);
  if (!Number.isInteger(maxKeys) || maxKeys < 0)
    throw invalidArgument('Provided max-keys not an integer or within integer range');
  const encoding = query.get('encoding-type');
  if (encoding !== null && encoding !== 'url')
    throw invalidArgument('Invalid Encoding Method specified in Request');
  const encode = (text: string) => (encoding === null ? text : encodeURIComponent(text).replace(/%2F/g, '/'));
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  return { maxKeys: Math.min(maxKeys, 1000), prefix, delimiter, encode };
}

function given(query: URLSearchParams, name: string, encode: (text: string) => string): string | undefined {
  const value = query.get(name);
  return value === null ? undefined : encode(value);
}

function toToken(last: string): string {
  return Buffer.from(last).toString('base64url');
}

function fromToken(token: string): string {
  const last = Buffer.from(token, 'base64url').toString('utf8');
  if (last === '' || toToken(last) !== token)
    throw invalidArgument('The continuation token provided is incorrect');
  return last;
}
