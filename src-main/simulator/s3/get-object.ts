import { header } from '../wire.ts';
import type { WireReply } from '../wire.ts';
import { parseRange, rangeOfPart } from './byte-range.ts';
import type { ObjectVersion } from './bucket.ts';
import { checksumHeaders } from './checksums.ts';
import { readCondition } from './conditions.ts';
import { invalidArgument, invalidRequest } from './s3-error.ts';
import { emptyReply, requireBucket, requireObject, versionIdIn } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import { readBody } from './store.ts';

const overridable = [
  'content-type',
  'content-disposition',
  'content-encoding',
  'content-language',
  'cache-control',
  'expires',
];

/**
 * GetObject and HeadObject, which says how long the body would be and does not read it. One range at most, as S3
 * does, or one part of an object that came in parts.
 */
export function getObject(request: S3Request): WireReply {
  const { wire, store } = request;
  const object = requireObject(request, request.bucket, versionIdIn(wire.query));
  const headers = { ...describe(request, object), ...overrides(wire.query) };
  if (readCondition(wire, object) === 'not-modified') return emptyReply(304, headers);

  const part = partNumber(wire.query);
  const asked = header(wire, 'range');
  if (part !== null && asked !== undefined) {
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  }
  const range = part === null ? parseRange(asked, object.size) : rangeOfPart(partSizes(object), part);
  const isPartial = range !== null && range.last >= range.first;
  const { first, last } = isPartial ? range : { first: 0, last: object.size - 1 };
  const isHead = wire.method === 'HEAD';
  return {
    status: isPartial ? 206 : 200,
    headers: {
      ...headers,
      ...(isPartial && { 'content-range': `bytes ${first}-${last}/${object.size}` }),
      ...(part !== null && object.parts && { 'x-amz-mp-parts-count': String(object.parts.length) }),
      ...(header(wire, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED' &&
        checksumFor(object, part, isPartial)),
      ...(isHead && { 'content-length': String(last - first + 1) }),
    },
    body: isHead ? '' : readBody(store, object, first, last + 1),
  };
}

// A checksum must fit the bytes it comes with: none exists for a range, a part has its own.
function checksumFor(object: ObjectVersion, part: number | null, isPartial: boolean): Record<string, string> {
  if (part !== null && object.parts) {
    const own = object.parts[part - 1]?.checksum ?? null;
    return own && object.checksum ? checksumHeaders({ ...own, type: object.checksum.type }) : {};
  }
  return isPartial && part === null ? {} : checksumHeaders(object.checksum);
}

function partSizes({ parts, size }: ObjectVersion): number[] {
  return parts?.map((part) => part.size) ?? [size];
}

function partNumber(query: URLSearchParams): number | null {
  const text = query.get('partNumber');
  if (text === null) return null;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 10_000) return number;
  const message = 'Part number must be an integer between 1 and 10000, inclusive';
  throw invalidArgument(message, 'partNumber', text);
}

function describe(request: S3Request, object: ObjectVersion): Record<string, string> {
  const { storageClass, tags, versionId } = object;
  const tagCount = Object.keys(tags).length;
  const isVersioned = requireBucket(request).settings.versioning !== null;
  return {
    ...object.headers,
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    ...(isVersioned && { 'x-amz-version-id': versionId }),
    ...(storageClass !== 'STANDARD' && { 'x-amz-storage-class': storageClass }),
    ...(tagCount > 0 && { 'x-amz-tagging-count': String(tagCount) }),
  };
}

function overrides(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    overridable.flatMap((name) => {
      const value = query.get(`response-${name}`);
      if (value === null) return [];
      if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return [[name, value]];
      const message = 'Header value cannot be represented using ISO-8859-1.';
      throw invalidArgument(message, `response-${name}`, value);
    }),
  );
}
