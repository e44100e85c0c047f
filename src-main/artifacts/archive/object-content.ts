import type { ContentStream, OpenObject } from '../ports.ts';

/** The object itself, as stored. There is nothing to check it against but its ETag, which every read names. */
export function objectContent(object: OpenObject): ContentStream {
  const { size } = object.facts;
  return {
    size,
    name: object.place.key.split('/').at(-1) ?? object.place.key,
    chunks: (maxBytes, signal) => object.stream(0, Math.min(size, Math.max(0, maxBytes)), signal),
    slice: (from, length, signal) => {
      const start = Math.min(Math.max(0, from), size);
      return object.read(start, Math.min(Math.max(0, length), size - start), signal);
    },
  };
}

/** Bytes `[from, from + length)` of a stream that can only be read from its beginning. Holds no more than those. */
export async function sliceOf(
  chunks: AsyncIterable<Uint8Array>,
  from: number,
  length: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let at = 0;
  for await (const chunk of chunks) {
    const part = chunk.subarray(Math.max(0, from - at), Math.max(0, from + length - at));
    if (part.length > 0) parts.push(part);
    at += chunk.length;
    if (at >= from + length) break;
  }
  return Buffer.concat(parts);
}
