import type { ObjectFacts, ObjectPlace } from '#shared/domain/artifact.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { OpenObject, RangeCache } from '../artifacts/ports.ts';
import { bodyBetween, type BodySource } from './object-body.ts';
import type { BucketSender } from './s3-regions.ts';

/** Streams are cached in blocks of whole multiples of it, so that different reads find each other's bytes. */
const BLOCK_BYTES = 1024 * 1024;

/** What the opening request brought. */
export interface Opened {
  sender: BucketSender;
  place: ObjectPlace;
  facts: ObjectFacts;
  /** The object's last bytes. */
  tail: Uint8Array;
  silenceMs: number;
  cache: RangeCache | null;
  /** Turns what a read threw into what is thrown. */
  refuse: (thrown: unknown) => ActionDeskError;
}

/** Content that never changes: the same for every reader and every kind of credentials. */
export function identityOf(place: ObjectPlace, facts: ObjectFacts): string {
  return JSON.stringify([place.bucket, place.key, facts.versionId, facts.etag]);
}

/** An object whose facts and tail are known. What the tail or the cache holds is asked of nobody. */
export function createOpenObject(opened: Opened): OpenObject {
  const { place, facts, tail, cache } = opened;
  const cost = { requests: 1, bytes: tail.byteLength, fromCache: 0 };
  const tailFrom = facts.size - tail.byteLength;
  const identity = identityOf(place, facts);
  const source: BodySource = {
    sender: opened.sender,
    place,
    etag: facts.etag,
    silenceMs: opened.silenceMs,
    onRequest: () => void (cost.requests += 1),
    onBytes: (count) => void (cost.bytes += count),
  };

  async function cached(from: number, length: number): Promise<Uint8Array | null> {
    const found = await cache?.get(identity, from, length);
    if (!found || found.byteLength !== length) return null;
    cost.fromCache += length;
    return found;
  }

  /** Through the cache, block by block: as many as it holds from the beginning, the rest in one request. */
  async function* blocks(
    from: number,
    to: number,
    signal?: AbortSignal,
  ): AsyncGenerator<Uint8Array, undefined> {
    let at = from;
    while (cache && at < to) {
      const found = await cached(at, Math.min(to, nextBlock(at)) - at);
      if (!found) break;
      at += found.byteLength;
      yield found;
    }
    let gathered: Uint8Array[] = [];
    let gatheredFrom = at;
    for await (const chunk of bodyBetween(source, at, to, signal)) {
      let rest = chunk;
      while (cache && rest.byteLength > 0) {
        const part = rest.subarray(0, nextBlock(at) - at);
        gathered.push(part);
        at += part.byteLength;
        rest = rest.subarray(part.byteLength);
        if (at !== to && at % BLOCK_BYTES !== 0) continue;
        await cache.put(identity, gatheredFrom, Buffer.concat(gathered));
        gathered = [];
        gatheredFrom = at;
      }
      yield chunk;
    }
  }

  async function* stream(
    from: number,
    to: number,
    signal?: AbortSignal,
  ): AsyncGenerator<Uint8Array, undefined> {
    checkRange(from, to, facts.size);
    try {
      yield* blocks(from, Math.min(to, Math.max(from, tailFrom)), signal);
    } catch (thrown) {
      throw opened.refuse(thrown);
    }
    if (to > tailFrom) yield tail.subarray(Math.max(from, tailFrom) - tailFrom, to - tailFrom);
  }

  return {
    place,
    facts,
    fetched: () => ({ ...cost }),
    stream,
    async read(from, length, signal) {
      const to = from + length;
      checkRange(from, to, facts.size);
      if (from >= tailFrom) return tail.slice(from - tailFrom, to - tailFrom);
      const asked = Math.min(to, tailFrom) - from;
      const whole = new Uint8Array(length);
      const found = await cached(from, asked);
      if (found) whole.set(found);
      else {
        let filled = 0;
        try {
          for await (const chunk of bodyBetween(source, from, from + asked, signal)) {
            whole.set(chunk, filled);
            filled += chunk.byteLength;
          }
        } catch (thrown) {
          throw opened.refuse(thrown);
        }
        await cache?.put(identity, from, whole.subarray(0, asked));
      }
      if (to > tailFrom) whole.set(tail.subarray(0, to - tailFrom), asked);
      return whole;
    },
  };
}

const nextBlock = (at: number): number => (Math.floor(at / BLOCK_BYTES) + 1) * BLOCK_BYTES;

function checkRange(from: number, to: number, size: number): void {
  if (from >= 0 && from <= to && to <= size) return;
  const sentence = `The bytes ${from} to ${to} lie outside of an object of ${size} bytes.`;
  throw new ActionDeskError('invalid-input', sentence);
}
