import { createHash } from 'node:crypto';
import type { UploadedPart } from './bucket.ts';
import type { PartChecksum } from './checksums.ts';
import type { S3Store } from './store.ts';

/** The smallest part that another one may follow: 5 MiB. */
export const smallestPartBytes = 5 * 1024 * 1024;

/** A part with its bytes kept; its ETag is their MD5. */
export function partOf(store: S3Store, body: Buffer, checksum: PartChecksum, now: number): UploadedPart {
  return {
    etag: createHash('md5').update(body).digest('hex'),
    size: body.length,
    lastModified: now,
    checksum: { algorithm: checksum.algorithm, value: checksum.value },
    blobs: body.length === 0 ? [] : [store.blobs.keep(body)],
  };
}

/** The ETag of an object that came in parts: the MD5 of their MD5s, and their count. */
export function etagOfParts(parts: readonly UploadedPart[]): string {
  const digests = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, 'hex')));
  return `${createHash('md5').update(digests).digest('hex')}-${parts.length}`;
}
