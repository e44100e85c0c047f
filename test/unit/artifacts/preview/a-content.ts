import type { ContentStream } from '#main/artifacts/ports.ts';
import type { Fetched } from '#shared/domain/artifact.ts';

/** A content in memory that counts what is taken of it. `fails` is thrown after the last chunk, as a wrong checksum is. */
export interface AContent extends ContentStream {
  readonly taken: { bytes: number };
}

export function aContent(
  bytes: Uint8Array | string,
  given: { name?: string; chunkBytes?: number; fails?: Error; size?: number } = {},
): AContent {
  const all = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
  const { name = 'a.txt', chunkBytes = 65_536, fails } = given;
  const size = given.size ?? all.length;
  const taken = { bytes: 0 };
  return {
    ...{ size, name, taken },
    async *chunks(maxBytes, signal) {
      const most = Math.min(maxBytes, all.length);
      for (let at = 0; at < most; at += chunkBytes) {
        await Promise.resolve();
        signal?.throwIfAborted();
        const chunk = all.subarray(at, Math.min(at + chunkBytes, most));
        taken.bytes += chunk.length;
        yield chunk;
      }
      if (fails && maxBytes >= all.length) throw fails;
    },
    slice(from, length) {
      if (fails && all.length === 0) return Promise.reject(fails);
      const part = all.subarray(from, from + length);
      taken.bytes += part.length;
      return Promise.resolve(part);
    },
  };
}

export const NOTHING_FETCHED: Fetched = { requests: 0, bytes: 0, fromCache: 0 };
export const quiet = { fetched: () => NOTHING_FETCHED };
