import type { WireReply } from '../wire.ts';
import type { Bucket, ObjectVersion } from './bucket.ts';
import { sortedKeys } from './key-index.ts';
import { behindMarker, entriesBehind, listSettings, repeated } from './list-page.ts';
import type { ListEntry, ListPosition, ListSettings } from './list-page.ts';
import { invalidArgument } from './s3-error.ts';
import { owner, requireBucket, xmlReply } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import type { XmlElements } from './xml.ts';

interface Page {
  readonly entries: readonly ListEntry[];
  /** The last entry of the page if there is more behind it, else null. */
  readonly more: ListEntry | null;
}

/** ListObjectsV2. The continuation token is opaque to clients, and wins over `start-after`. */
export function listObjectsV2(request: S3Request): WireReply {
  const bucket = requireBucket(request);
  const { query } = request.wire;
  const token = query.get('continuation-token');
  const settings = listSettings(query);
  const start = { after: query.get('start-after') ?? '', withAllUnder: false };
  const page = pageOf(bucket, settings, token === null ? start : fromToken(token));
  const isOwnerShown = query.get('fetch-owner') === 'true';
  return xmlReply('ListBucketResult', {
    Name: bucket.name,
    Prefix: settings.encode(settings.prefix),
    StartAfter: repeated(query, 'start-after', settings.encode),
    ContinuationToken: token ?? undefined,
    NextContinuationToken: page.more === null ? undefined : toToken(page.more),
    KeyCount: page.entries.length,
    ...commonParts(request, bucket, settings, page, isOwnerShown),
  });
}

/** ListObjects, the first version, which goes on by `marker` and names the next one only with a delimiter. */
export function listObjects(request: S3Request): WireReply {
  const bucket = requireBucket(request);
  const { query } = request.wire;
  const settings = listSettings(query);
  const marker = query.get('marker') ?? '';
  const page = pageOf(bucket, settings, behindMarker(marker, settings));
  const hasNext = page.more !== null && settings.delimiter !== '';
  return xmlReply('ListBucketResult', {
    Name: bucket.name,
    Prefix: settings.encode(settings.prefix),
    Marker: settings.encode(marker),
    NextMarker: hasNext ? settings.encode(page.more.text) : undefined,
    ...commonParts(request, bucket, settings, page, true),
  });
}

function pageOf(bucket: Bucket, settings: ListSettings, start: ListPosition): Page {
  const entries: ListEntry[] = [];
  if (settings.limit === 0) return { entries, more: null };
  for (const entry of entriesBehind(sortedKeys(bucket.current), settings, start)) {
    if (entries.length === settings.limit) return { entries, more: entries.at(-1) ?? null };
    entries.push(entry);
  }
  return { entries, more: null };
}

function commonParts(
  { wire }: S3Request,
  bucket: Bucket,
  { limit, encode }: ListSettings,
  { entries, more }: Page,
  isOwnerShown: boolean,
): XmlElements {
  const { query } = wire;
  return {
    MaxKeys: limit,
    Delimiter: repeated(query, 'delimiter', encode),
    EncodingType: repeated(query, 'encoding-type'),
    IsTruncated: more !== null,
    Contents: entries.flatMap(({ text, isPrefix }) => {
      const object = isPrefix ? undefined : bucket.objects.get(text)?.at(-1);
      return object
        ? [{ Key: encode(text), ...factsOf(object), Owner: isOwnerShown ? owner : undefined }]
        : [];
    }),
    CommonPrefixes: prefixElements(entries, encode),
  };
}

/** The common prefixes of a page as elements. */
export function prefixElements(
  entries: readonly ListEntry[],
  encode: (text: string) => string,
): XmlElements[] {
  return entries.flatMap(({ text, isPrefix }) => (isPrefix ? [{ Prefix: encode(text) }] : []));
}

/** What a listing says about an object beside its key. */
export function factsOf(object: ObjectVersion): XmlElements {
  return {
    LastModified: new Date(object.lastModified).toISOString(),
    ETag: `"${object.etag}"`,
    ChecksumAlgorithm: object.checksum?.algorithm.toUpperCase(),
    ChecksumType: object.checksum?.type,
    Size: object.size,
    StorageClass: object.storageClass,
  };
}

function toToken({ text, isPrefix }: ListEntry): string {
  return Buffer.from(`${isPrefix ? 'p' : 'k'}${text}`).toString('base64url');
}

function fromToken(token: string): ListPosition {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  const entry = { text: text.slice(1), isPrefix: text.startsWith('p') };
  if (entry.text === '' || toToken(entry) !== token) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  return { after: entry.text, withAllUnder: entry.isPrefix };
}
