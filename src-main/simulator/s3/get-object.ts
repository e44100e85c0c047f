import { header } from '../wire.ts';
import type { WireReply } from '../wire.ts';
import { readCondition } from './conditions.ts';
import { S3Error, noSuchKey } from './s3-error.ts';
import { emptyReply, requireBucket } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import type { StoredObject } from './store.ts';
import { checksumHeaders } from './upload-body.ts';

const overridable = [
  'content-type',
  'content-disposition',
  'content-encoding',
  'content-language',
  'cache-control',
];

/**
 * GetObject and HeadObject: the server leaves the body away for HEAD. One range at most, as S3 does;
 * several ranges and ranges it cannot read give the whole object.
 */
export function getObject(request: S3Request): WireReply {
  const object = requireBucket(request).objects.get(request.key);
  if (!object) throw noSuchKey();
  const { wire } = request;
  const headers = { ...describe(object), ...overrides(wire.query) };
  if (readCondition(wire, object) === 'not-modified') return emptyReply(304, headers);

  const size = object.body.length;
  const range = parseRange(header(wire, 'range'), size);
  if (range === null) {
    const checksums =
      header(wire, 'x-amz-checksum-mode') === 'ENABLED' ? checksumHeaders(object.checksums) : {};
    return { status: 200, headers: { ...headers, ...checksums }, body: object.body };
  }
  const { first, last } = range;
  const contentRange = `bytes ${first}-${last}/${size}`;
  const body = object.body.subarray(first, last + 1);
  return { status: 206, headers: { ...headers, 'content-range': contentRange }, body };
}

function parseRange(range: string | undefined, size: number): { first: number; last: number } | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === '' && to === '') return null;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(from) > Number(to)) return null;
  if (first < size && first <= last) return { first, last };
  throw new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable', {
    'content-range': `bytes */${size}`,
  });
}

function describe(object: StoredObject): Record<string, string> {
  return {
    ...object.headers,
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
  };
}

function overrides(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    overridable.flatMap((name) => {
      const value = query.get(`response-${name}`);
      return value === null ? [] : [[name, value]];
    }),
  );
}
