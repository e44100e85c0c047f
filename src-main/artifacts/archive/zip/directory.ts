import type { ArchiveEntry, NameEncoding } from '#shared/domain/artifact.ts';
import type { ArchiveLimits } from '../archive-options.ts';
import type { Pace } from '../pace.ts';
import { RECORD_BYTES, readRecord } from './directory-record.ts';

const recordSignature = 0x02014b50;

/** The directory as far as it could be read. The lists run in parallel. */
export interface Directory {
  readonly entries: ArchiveEntry[];
  /** Where each entry's local header is told to be; -1 where nothing usable is told. */
  readonly offsets: number[];
  readonly nameBytes: number[];
  /** How many names came in which encoding. */
  readonly names: ReadonlyMap<NameEncoding, number>;
  /** Whether any record has zip64 numbers. */
  readonly zip64: boolean;
  /** Bytes of the directory that were understood. */
  readonly understood: number;
  /** What lay behind those. */
  readonly stoppedBy: 'end' | 'limit' | 'no-record' | 'cut';
}

/** Reads records as their bytes come, holding no more than one chunk of them, and gives way to others in between. */
export async function readDirectory(
  chunks: AsyncIterable<Uint8Array>,
  limits: ArchiveLimits,
  pace: Pace,
): Promise<Directory> {
  const entries: ArchiveEntry[] = [];
  const offsets: number[] = [];
  const nameBytes: number[] = [];
  const names = new Map<NameEncoding, number>();
  let zip64 = false;
  let understood = 0;
  let pending: Buffer = Buffer.alloc(0);
  const directory = (stoppedBy: Directory['stoppedBy']): Directory => ({
    entries,
    offsets,
    nameBytes,
    names,
    zip64,
    understood,
    stoppedBy,
  });
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const block = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
    let at = 0;
    for (;;) {
      if (block.length - at < RECORD_BYTES) break;
      if (block.readUInt32LE(at) !== recordSignature) return directory('no-record');
      const length =
        RECORD_BYTES +
        block.readUInt16LE(at + 28) +
        block.readUInt16LE(at + 30) +
        block.readUInt16LE(at + 32);
      if (block.length - at < length) break;
      if (entries.length >= limits.maxEntries) return directory('limit');
      const record = readRecord(block.subarray(at, at + length), entries.length, limits);
      entries.push(record.entry);
      offsets.push(record.offset ?? -1);
      nameBytes.push(record.nameBytes);
      names.set(record.encoding, (names.get(record.encoding) ?? 0) + 1);
      zip64 ||= record.zip64;
      at += length;
      understood += length;
      if (pace.due()) await pace.rest();
    }
    pending = Buffer.from(block.subarray(at));
  }
  if (pending.length === 0) return directory('end');
  const isRecord = pending.length < 4 || pending.readUInt32LE(0) === recordSignature;
  return directory(isRecord ? 'cut' : 'no-record');
}
