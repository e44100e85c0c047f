import { ActionDeskError } from '#shared/domain/errors.ts';
import type { OpenObject } from '#main/artifacts/ports.ts';

/** An object in memory, and what was asked of it. */
export interface ByteObject extends OpenObject {
  /** Each request's range, `[from, to)`; what lies in the tail asks nobody. */
  readonly requests: [number, number][];
  /** Bytes that were taken from streams and reads outside the tail. */
  taken(): number;
}

/** How such an object behaves. */
export interface ByteObjectOptions {
  readonly key?: string;
  readonly contentType?: string;
  readonly tailBytes?: number;
  readonly chunkBytes?: number;
  /** From this request on (0 is the first) the object is another one. */
  readonly replacedAt?: number;
}

/** Serves these bytes by ranges, as an object in S3 that was opened with its tail. */
export function byteObject(bytes: Uint8Array, options: ByteObjectOptions = {}): ByteObject {
  const { key = 'pipeline/artifact/object', tailBytes = 64 * 1024, chunkBytes = 64 * 1024 } = options;
  const tailStart = Math.max(0, bytes.length - tailBytes);
  const requests: [number, number][] = [];
  let taken = 0;
  const ask = (from: number, to: number) => {
    if (from < 0 || to > bytes.length || to < from)
      throw new RangeError(`[${from}, ${to}) of ${bytes.length} bytes`);
    if (from >= tailStart) return;
    if (requests.length >= (options.replacedAt ?? Number.POSITIVE_INFINITY))
      throw new ActionDeskError('not-allowed-now', 'the object was replaced');
    requests.push([from, to]);
  };
  return {
    place: { region: 'us-east-1', bucket: 'artifacts', key, versionId: null },
    facts: {
      size: bytes.length,
      etag: '"0"',
      versionId: null,
      modifiedAt: 0,
      contentType: options.contentType ?? null,
      encryption: null,
      kmsKeyId: null,
      storageClass: null,
      checksums: [],
    },
    requests,
    taken: () => taken,
    fetched: () => ({ requests: requests.length, bytes: taken, fromCache: 0 }),
    read(from, length, signal) {
      signal?.throwIfAborted();
      ask(from, from + length);
      if (from < tailStart) taken += length;
      return Promise.resolve(bytes.slice(from, from + length));
    },
    async *stream(from, to, signal) {
      ask(from, to);
      for (let at = from; at < to; at += chunkBytes) {
        signal?.throwIfAborted();
        const chunk = bytes.slice(at, Math.min(to, at + chunkBytes));
        taken += chunk.length;
        await Promise.resolve();
        yield chunk;
      }
    },
  };
}

/** Everything a stream gives, in one piece. */
export async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
