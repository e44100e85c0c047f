import type { ObjectRow } from '#shared/domain/artifact.ts';

/** Rows in one chunk. */
const CHUNK = 4096;

/**
 * Rows of a listing, kept small: a million take about 100 MB less than as objects. Texts that repeat (ETags do not; storage
 * classes do) are kept once; keys and ETags of a chunk lie in one string, which costs one object and not 4,096.
 */
export interface RowStore {
  readonly length: number;
  add(row: ObjectRow): void;
  slice(from: number, count: number): ObjectRow[];
}

interface Chunk {
  keys: string[] | null;
  etags: string[] | null;
  /** What `keys` and `etags` become when the chunk is full: UTF-8 with the end of each text. */
  packed: { bytes: Buffer; ends: Uint32Array } | null;
  readonly sizes: Float64Array;
  readonly times: Float64Array;
  readonly classes: Uint8Array;
}

/** `s3:ListObjects` names a dozen storage classes; others share the last place. */
const MOST_CLASSES = 255;

function pack(keys: readonly string[], etags: readonly string[]): NonNullable<Chunk['packed']> {
  const texts = [...keys, ...etags];
  const ends = new Uint32Array(texts.length);
  let end = 0;
  texts.forEach((text, at) => {
    end += Buffer.byteLength(text);
    ends[at] = end;
  });
  return { bytes: Buffer.from(texts.join('')), ends };
}

function text({ bytes, ends }: NonNullable<Chunk['packed']>, at: number): string {
  return bytes.toString('utf8', at === 0 ? 0 : (ends[at - 1] ?? 0), ends[at]);
}

export function createRowStore(): RowStore {
  const chunks: Chunk[] = [];
  const classes: (string | null)[] = [null];
  let length = 0;

  const classOf = (name: string | null): number => {
    const known = classes.indexOf(name);
    if (known >= 0) return known;
    if (classes.length === MOST_CLASSES) return 0;
    return classes.push(name) - 1;
  };

  const rowAt = (index: number): ObjectRow | null => {
    const chunk = chunks[Math.floor(index / CHUNK)];
    if (!chunk) return null;
    const at = index % CHUNK;
    const etag = chunk.packed ? text(chunk.packed, CHUNK + at) : (chunk.etags?.[at] ?? '');
    const time = chunk.times[at] ?? Number.NaN;
    return {
      key: chunk.packed ? text(chunk.packed, at) : (chunk.keys?.[at] ?? ''),
      size: chunk.sizes[at] ?? 0,
      modifiedAt: Number.isNaN(time) ? null : time,
      etag: etag === '' ? null : etag,
      storageClass: classes[chunk.classes[at] ?? 0] ?? null,
    };
  };

  return {
    get length() {
      return length;
    },
    add(row) {
      const at = length % CHUNK;
      if (at === 0) {
        const numbers = { sizes: new Float64Array(CHUNK), times: new Float64Array(CHUNK) };
        chunks.push({ keys: [], etags: [], packed: null, ...numbers, classes: new Uint8Array(CHUNK) });
      }
      const chunk = chunks.at(-1);
      if (!chunk?.keys || !chunk.etags) return;
      chunk.keys.push(row.key);
      chunk.etags.push(row.etag ?? '');
      chunk.sizes[at] = row.size;
      chunk.times[at] = row.modifiedAt ?? Number.NaN;
      chunk.classes[at] = classOf(row.storageClass);
      length += 1;
      if (at === CHUNK - 1) {
        chunk.packed = pack(chunk.keys, chunk.etags);
        chunk.keys = null;
        chunk.etags = null;
      }
    },
    slice(from, count) {
      const rows: ObjectRow[] = [];
      for (let at = from; at < Math.min(length, from + count); at += 1) {
        const row = rowAt(at);
        if (row) rows.push(row);
      }
      return rows;
    },
  };
}
