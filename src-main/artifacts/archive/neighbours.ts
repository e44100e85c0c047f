import type { OpenObject } from '../ports.ts';

/** The bytes of the object that reading one entry asks for, `[from, to)`. */
export interface Stretch {
  readonly entry: number;
  readonly from: number;
  readonly to: number;
}

/** Bytes that are fetched with one request for the entries that lie in them. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly entries: readonly number[];
}

/** Of one request; what is longer has one of its own and is not held. A cache keeps it in one go. */
const PIECE_BYTES = 1024 * 1024;
/** Bytes nobody wants between two entries: to fetch them takes less than the way to S3 and back. */
const GAP_BYTES = 32 * 1024;
/** Pieces that are held at most, those fetched ahead included; what is let go too early is asked for once more, entry by entry. */
const MOST_PIECES = 8;
const AHEAD = 2;

/** Joins neighbours, in the order in which they lie. An entry longer than a piece is in none. Pure. */
export function planPieces(stretches: readonly Stretch[]): Piece[] {
  const pieces: { from: number; to: number; entries: number[] }[] = [];
  for (const { entry, from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    if (to <= from || to - from > PIECE_BYTES) continue;
    const last = pieces.at(-1);
    const end = Math.max(to, last?.to ?? 0);
    if (last && from - last.to <= GAP_BYTES && end - last.from <= PIECE_BYTES) {
      last.to = end;
      last.entries.push(entry);
    } else pieces.push({ from, to, entries: [entry] });
  }
  return pieces;
}

/** The object as the readers of single entries see it. */
export interface Neighbours {
  /** Ranges within the entry's piece come from it; all others are the object's own. */
  seenBy(entry: number): OpenObject;
  /** The entry was read, or never will be. */
  release(entry: number): void;
}

/**
 * Fetches each piece when its first entry is asked for, and the two behind it. Memory: at most eight pieces of a megabyte, as
 * long as entries are asked for in about the order of the pieces.
 *
 * @param signal ends the requests; the readers' own signals do not, since a piece is for several of them.
 */
export function createNeighbours(
  object: OpenObject,
  pieces: readonly Piece[],
  signal: AbortSignal,
): Neighbours {
  const pieceOf = new Map(pieces.flatMap((piece, at) => piece.entries.map((entry) => [entry, at] as const)));
  const unread = pieces.map(({ entries }) => entries.length);
  const held = new Map<number, Promise<Uint8Array>>();
  const asked = new Set<number>();

  const begin = (at: number): void => {
    const piece = pieces[at];
    if (!piece || asked.has(at) || unread[at] === 0) return;
    asked.add(at);
    const bytes = object.read(piece.from, piece.to - piece.from, signal);
    // Whoever reads an entry of it is told.
    bytes.catch(() => undefined);
    held.set(at, bytes);
    for (const old of [...held.keys()].slice(0, Math.max(0, held.size - MOST_PIECES))) held.delete(old);
  };

  const bytesAt = (at: number | undefined, from: number, to: number): Promise<Uint8Array> | null => {
    const piece = at === undefined ? undefined : pieces[at];
    if (at === undefined || !piece || from < piece.from || to > piece.to) return null;
    for (let next = at; next <= at + AHEAD; next += 1) begin(next);
    return held.get(at)?.then((bytes) => bytes.subarray(from - piece.from, to - piece.from)) ?? null;
  };

  return {
    seenBy(entry) {
      const at = pieceOf.get(entry);
      return {
        place: object.place,
        facts: object.facts,
        fetched: () => object.fetched(),
        async read(from, length, own) {
          const found = await bytesAt(at, from, from + length);
          own?.throwIfAborted();
          return found ?? object.read(from, length, own);
        },
        async *stream(from, to, own) {
          const found = await bytesAt(at, from, to);
          own?.throwIfAborted();
          if (found) yield found;
          else yield* object.stream(from, to, own);
        },
      };
    },
    release(entry) {
      const at = pieceOf.get(entry);
      if (at === undefined) return;
      pieceOf.delete(entry);
      unread[at] = (unread[at] ?? 0) - 1;
      if (unread[at] === 0) held.delete(at);
    },
  };
}
