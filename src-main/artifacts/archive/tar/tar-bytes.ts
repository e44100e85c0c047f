import type { OpenObject } from '../../ports.ts';

/** What a tar is indexed from: forward only, by lengths. */
export interface TarBytes {
  /** How far it has come. */
  readonly at: number;
  /** The next bytes, fewer at the end. */
  take(length: number): Promise<Buffer>;
  /**
   * Steps over bytes without reading them where that can be; answers how many there were. Where they pass by all the same,
   * `seen` is shown them.
   */
  skip(length: number, seen?: (part: Uint8Array) => void): Promise<number>;
  /** Whether what is stepped over passes by. */
  readonly passesAll: boolean;
}

const leastWindow = 64 * 1024;
const mostWindow = 1024 * 1024;

/**
 * A plain tar in the object: bodies are stepped over, and only windows around headers are read. Many small files make the
 * windows grow, so that there is not a request for each.
 */
export function objectTarBytes(object: OpenObject, signal: AbortSignal | undefined): TarBytes {
  const { size } = object.facts;
  let at = 0;
  let start = 0;
  let window: Buffer = Buffer.alloc(0);
  let next = leastWindow;
  return {
    get at() {
      return at;
    },
    async take(length) {
      const end = Math.min(size, at + length);
      if (at < start || end > start + window.length) {
        // A jump of less than a window is as good as going on.
        const near = at - (start + window.length) < leastWindow;
        next = near ? Math.min(next * 2, mostWindow) : leastWindow;
        const wanted = Math.min(size - at, Math.max(next, length));
        window = Buffer.from(await object.read(at, wanted, signal));
        start = at;
      }
      const taken = window.subarray(at - start, end - start);
      at = end;
      return taken;
    },
    skip(length) {
      const skipped = Math.min(length, size - at);
      at += skipped;
      return Promise.resolve(skipped);
    },
    passesAll: false,
  };
}

/** A stream that has to be read through, whatever is wanted of it. */
export function streamedTarBytes(chunks: AsyncIterator<Uint8Array>): TarBytes {
  let at = 0;
  let held: Uint8Array = new Uint8Array();
  const each = async (length: number, use: (part: Uint8Array) => void): Promise<number> => {
    let left = length;
    while (left > 0) {
      if (held.length === 0) {
        const next = await chunks.next();
        if (next.done) break;
        held = next.value;
        continue;
      }
      const part = held.subarray(0, left);
      held = held.subarray(part.length);
      left -= part.length;
      at += part.length;
      use(part);
    }
    return length - left;
  };
  return {
    get at() {
      return at;
    },
    async take(length) {
      const parts: Uint8Array[] = [];
      await each(length, (part) => parts.push(part));
      return Buffer.concat(parts);
    },
    skip: (length, seen = () => undefined) => each(length, seen),
    passesAll: true,
  };
}
