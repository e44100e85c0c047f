/** Bytes of the unpacked tar `[from, to)`. */
export type Range = (from: number, to: number, signal?: AbortSignal) => AsyncIterable<Uint8Array>;

/** One reading through what can only be read from its beginning, for ranges in the order in which they lie. */
export interface ForwardRange {
  readonly range: Range;
  readonly close: () => Promise<void>;
}

/**
 * Steps over what lies between the ranges. One that lies behind, or is asked for while another one is read, is read by
 * `otherwise`. What the source throws is thrown for every later range as well: nothing behind it can be had.
 */
export function createForwardRange(source: AsyncIterable<Uint8Array>, otherwise: Range): ForwardRange {
  const chunks = source[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array();
  let at = 0;
  let busy = false;
  let failure: { thrown: unknown } | null = null;

  const take = async (most: number): Promise<Uint8Array | null> => {
    if (failure) throw failure.thrown;
    while (held.length === 0) {
      const next = await chunks.next().catch((thrown: unknown) => {
        failure = { thrown };
        throw thrown;
      });
      if (next.done) return null;
      held = next.value;
    }
    const part = held.subarray(0, most);
    held = held.subarray(part.length);
    at += part.length;
    return part;
  };

  return {
    async *range(from, to, signal) {
      if (busy || from < at) {
        yield* otherwise(from, to, signal);
        return;
      }
      busy = true;
      try {
        while (at < to) {
          signal?.throwIfAborted();
          const isBetween = at < from;
          const part = await take((isBetween ? from : to) - at);
          if (!part) return;
          if (!isBetween) yield part;
        }
      } finally {
        busy = false;
      }
    },
    async close() {
      await chunks.return?.();
    },
  };
}
