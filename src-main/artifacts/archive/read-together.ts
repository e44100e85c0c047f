import type { ContentStream, OpenObject, Together } from '../ports.ts';
import { createNeighbours, planPieces, type Stretch } from './neighbours.ts';

/** What a kind of archive tells of its entries, so that neighbours can be read together. */
export interface Layout {
  /** Null for an entry that asks for nothing, or cannot be read. */
  stretch(entry: number): Omit<Stretch, 'entry'> | null;
  /** Throws ArchiveProblem for an entry that is closed. */
  content(entry: number, object: OpenObject): ContentStream;
}

/** See `OpenArchive.together`, for archives whose entries each lie in one place of the object. */
export function readTogether(
  object: OpenObject,
  layout: Layout,
  entries: readonly number[],
  signal: AbortSignal,
): Together {
  const placed = entries.map((entry) => ({ entry, ...(layout.stretch(entry) ?? { from: -1, to: -1 }) }));
  placed.sort((a, b) => a.from - b.from);
  const neighbours = createNeighbours(object, planPieces(placed), signal);
  return {
    order: placed.map(({ entry }) => entry),
    content: (entry) =>
      releasing(layout.content(entry, neighbours.seenBy(entry)), () => neighbours.release(entry)),
    close: () => Promise.resolve(),
  };
}

/** The same content, which tells when it was read. */
export function releasing(content: ContentStream, release: () => void): ContentStream {
  return {
    size: content.size,
    name: content.name,
    async *chunks(maxBytes, signal) {
      try {
        yield* content.chunks(maxBytes, signal);
      } finally {
        release();
      }
    },
    slice: (from, length, signal) => content.slice(from, length, signal),
  };
}
