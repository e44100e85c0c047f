import type { ArchiveFaultView } from '#shared/domain/artifact.ts';
import { bytes, count, found } from '../archive-problem.ts';
import { zipComment } from './zip-names.ts';

const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locatorSignature = 0x07064b50;
/** Length of the end record without its comment. */
export const END_BYTES = 22;
const end64Bytes = 56;
const locatorBytes = 20;
/** A comment made of end records must not make many directories of one. */
const mostCandidates = 16;
const max16 = 0xffff;
const max32 = 0xffffffff;

/** What the end of a zip says of its directory. Positions count from the object's beginning, as they are, not as they are told. */
export interface EndRecord {
  /** Where the record (with zip64: the longer one before it) begins: the directory ends there. */
  readonly directoryEnd: number;
  readonly entries: number;
  /** As told; both may be lies. */
  readonly directorySize: number;
  readonly directoryOffset: number;
  readonly comment: string | null;
  /** Whether it has, or should have, the longer record of zip64. */
  readonly zip64: boolean;
  /** Whether the archive ends where the object does. */
  readonly exact: boolean;
  readonly trailing: number;
  readonly faults: readonly ArchiveFaultView[];
}

interface Candidate {
  readonly at: number;
  readonly trailing: number;
}

/**
 * Looks for the end record in the last bytes of an object, `tailStart` being where these begin. Of several that fit the
 * object's end the last whose directory adds up is taken, as most programs do, and the ambiguity is told. Null: none there.
 */
export function findEnd(tail: Buffer, tailStart: number): EndRecord | null {
  const exact: Candidate[] = [];
  let loose: Candidate | null = null;
  let cut: Candidate | null = null;
  for (let at = tail.length - END_BYTES; at >= 0 && exact.length < mostCandidates; at -= 1) {
    if (tail[at] !== 0x50 || tail.readUInt32LE(at) !== endSignature) continue;
    const trailing = tail.length - at - END_BYTES - tail.readUInt16LE(at + 20);
    if (trailing === 0) exact.push({ at, trailing });
    else if (trailing > 0) loose ??= { at, trailing };
    else cut ??= { at, trailing };
  }
  const read = exact.map((candidate) => readEnd(tail, tailStart, candidate));
  const fittingOnly = (end: EndRecord) => (addsUp(end, tail, tailStart) ? end : null);
  const fitting = read.filter((end) => addsUp(end, tail, tailStart));
  const chosen =
    fitting[0] ??
    read[0] ??
    (loose && readEnd(tail, tailStart, loose)) ??
    (cut && fittingOnly(readEnd(tail, tailStart, cut)));
  if (!chosen) return null;
  if (fitting.length < 2) return chosen;
  const sentence = `The archive has ${fitting.length} directories that each fit its end; the last is shown, and other programs may show another one.`;
  return { ...chosen, faults: [...chosen.faults, found('damaged-directory', sentence)] };
}

/** Whether a record's directory lies before it, and, as far as the bytes are at hand, begins like one. */
function addsUp(end: EndRecord, tail: Buffer, tailStart: number): boolean {
  const start = end.directoryEnd - end.directorySize;
  if (start < 0 || end.directoryOffset > start) return false;
  if (end.entries === 0) return end.directorySize === 0;
  const at = start - tailStart;
  return at < 0 || (at + 4 <= tail.length && tail.readUInt32LE(at) === 0x02014b50);
}

function readEnd(tail: Buffer, tailStart: number, { at, trailing }: Candidate): EndRecord {
  const faults: ArchiveFaultView[] = [];
  const disks = [tail.readUInt16LE(at + 4), tail.readUInt16LE(at + 6)];
  const plain = {
    entries: tail.readUInt16LE(at + 10),
    entriesHere: tail.readUInt16LE(at + 8),
    directorySize: tail.readUInt32LE(at + 12),
    directoryOffset: tail.readUInt32LE(at + 16),
    directoryEnd: tailStart + at,
  };
  let told = plain;
  let zip64 = false;
  const locator = at - locatorBytes;
  if (locator >= 0 && tail.readUInt32LE(locator) === locatorSignature) {
    const long = readEnd64(tail, tailStart, locator);
    const isShort =
      plain.entries === max16 || plain.directorySize === max32 || plain.directoryOffset === max32;
    zip64 = long !== null || isShort;
    if (long) told = long;
    else if (isShort)
      faults.push(
        found(
          'damaged-directory',
          'The archive is of the zip64 kind, but the zip64 record of its end is not where it should be.',
        ),
      );
  }
  const isLast = (disk: number | undefined) => disk === 0 || (disk === max16 && told !== plain);
  if (!disks.every(isLast) || told.entriesHere !== told.entries)
    faults.push(
      found(
        'multi-disk',
        `This is part ${count((disks[0] ?? 0) + 1)} of an archive split over several files; the others are not here.`,
      ),
    );
  if (trailing < 0)
    faults.push(
      found('truncated', `The archive is cut off: ${bytes(-trailing)} of its comment are missing.`),
    );
  const commentAt = at + END_BYTES;
  return {
    directoryEnd: told.directoryEnd,
    entries: told.entries,
    directorySize: told.directorySize,
    directoryOffset: told.directoryOffset,
    comment: zipComment(tail.subarray(commentAt, tail.length - Math.max(0, trailing))),
    zip64,
    exact: trailing === 0,
    trailing: Math.max(0, trailing),
    faults,
  };
}

/** The zip64 record in front of its locator: where that says, or, in an archive with something before it, right before it. */
function readEnd64(tail: Buffer, tailStart: number, locator: number) {
  const told = safe(tail.readBigUInt64LE(locator + 8)) - tailStart;
  const at = [told, locator - end64Bytes].find(
    (place) => place >= 0 && place + end64Bytes <= locator && tail.readUInt32LE(place) === end64Signature,
  );
  if (at === undefined) return null;
  return {
    entriesHere: safe(tail.readBigUInt64LE(at + 24)),
    entries: safe(tail.readBigUInt64LE(at + 32)),
    directorySize: safe(tail.readBigUInt64LE(at + 40)),
    directoryOffset: safe(tail.readBigUInt64LE(at + 48)),
    directoryEnd: tailStart + at,
  };
}

/** Beyond every object's size, and with room to count exactly. */
const mostBytes = 2 ** 52;

/** Numbers that no object can reach become one that cannot be reached either, but can be counted with. */
export function safe(value: bigint): number {
  return value > BigInt(mostBytes) ? mostBytes : Number(value);
}
