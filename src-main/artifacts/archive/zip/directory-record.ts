import type { ArchiveEntry, ArchiveFaultView, NameEncoding } from '#shared/domain/artifact.ts';
import { bytes, found, quoted } from '../archive-problem.ts';
import { RATIO_MATTERS_FROM } from '../archive-options.ts';
import type { ArchiveLimits } from '../archive-options.ts';
import { nameFaults } from '../entry-names.ts';
import { safe } from './end-record.ts';
import { EXTRA, dosTime, exactTime, extraFields } from './extra-fields.ts';
import { AES, isKnownMethod, methodName } from './methods.ts';
import { zipName } from './zip-names.ts';

/** Length of a record of the directory without name, extra field and comment. */
export const RECORD_BYTES = 46;
const max16 = 0xffff;
const max32 = 0xffffffff;

/** One record of the directory: what is shown, and what it takes to find the content. */
export interface DirectoryRecord {
  readonly entry: ArchiveEntry;
  /** As told; null when it cannot be. */
  readonly offset: number | null;
  readonly nameBytes: number;
  readonly encoding: NameEncoding;
  /** Whether one of its numbers stands in the zip64 part, or should. */
  readonly zip64: boolean;
}

/** Reads the record at the beginning of `record`, which holds it whole. Nothing in it is believed: faults are told with the entry. */
export function readRecord(record: Buffer, index: number, limits: ArchiveLimits): DirectoryRecord {
  const nameBytes = record.readUInt16LE(28);
  const flags = record.readUInt16LE(8);
  const method = record.readUInt16LE(10);
  const rawName = record.subarray(RECORD_BYTES, RECORD_BYTES + nameBytes);
  const extra = extraFields(
    record.subarray(RECORD_BYTES + nameBytes, RECORD_BYTES + nameBytes + record.readUInt16LE(30)),
  );
  const name = zipName(rawName, flags, extra.fields);
  const path = name.text;
  const place = readPlace(record, extra.fields.get(EXTRA.zip64));
  const attributes = record.readUInt32LE(38);
  const mode = attributes >>> 16;
  const kind = kindOf(path, mode, (attributes & 0x10) !== 0 && place.size === 0);
  const aes = method === AES ? extra.fields.get(EXTRA.aes) : undefined;
  const packedBy = methodName(aes && aes.length >= 7 ? aes.readUInt16LE(5) : method);
  const encrypted = (flags & 0x41) !== 0 || method === AES;

  const faults: ArchiveFaultView[] = [...nameFaults(path)];
  const add = (fault: ArchiveFaultView['fault'], sentence: string) => faults.push(found(fault, sentence));
  if (name.encoding === 'undecodable') add('bad-name', `${quoted(path)} is said to be UTF-8 and is not.`);
  if (extra.overrun)
    add(
      'damaged-directory',
      `A part of the extra field of ${quoted(path)} says ${bytes(extra.overrun.says)}, and ${extra.overrun.left} are left.`,
    );
  if (place.missing)
    add('damaged-entry', `${quoted(path)} needs zip64 numbers that its record does not have.`);
  if (place.disk !== 0)
    add(
      'multi-disk',
      `${quoted(path)} lies in part ${place.disk + 1} of an archive split over several files.`,
    );
  if (encrypted)
    add(
      'encrypted',
      `${quoted(path)} is encrypted (${cipher(flags, method, aes)}); passwords are not asked for here.`,
    );
  else if (!isKnownMethod(packedBy))
    add(
      'unknown-method',
      `${quoted(path)} is compressed with ${packedBy}; only Store and Deflate can be unpacked here.`,
    );
  else if (packedBy === 'Store' && place.size !== place.packed)
    add(
      'wrong-size',
      `${quoted(path)} is stored as it is, yet told to be ${bytes(place.size)} in ${bytes(place.packed)}.`,
    );
  else if (place.size > RATIO_MATTERS_FROM && place.size > place.packed * limits.maxRatio)
    add(
      'bomb',
      `${quoted(path)} claims to unpack from ${bytes(place.packed)} to ${bytes(place.size)}, more than 1 : ${limits.maxRatio}.`,
    );
  if (kind === 'link') add('link', `${quoted(path)} is a symbolic link; what it points to is its content.`);
  if (kind === 'special') add('special-file', `${quoted(path)} is a device, a pipe or a socket.`);
  if (kind === 'folder' && place.size > 0)
    add('damaged-entry', `${quoted(path)} is named as a folder, but told to hold ${bytes(place.size)}.`);

  return {
    entry: {
      index,
      path,
      kind,
      size: place.size,
      compressedSize: place.packed,
      method: packedBy,
      crc32: record.readUInt32LE(16).toString(16).padStart(8, '0'),
      modifiedAt: exactTime(extra.fields) ?? dosTime(record.readUInt16LE(14), record.readUInt16LE(12)),
      encrypted,
      mode: mode === 0 ? null : mode & 0o7777,
      target: null,
      faults: faults.length === 0 ? noFaults : faults,
    },
    offset: place.missing ? null : place.offset,
    nameBytes,
    encoding: name.encoding,
    zip64: place.missing || place.zip64,
  };
}

/** One for all, so that very many entries do not hold as many empty lists. Never added to. */
const noFaults: ArchiveFaultView[] = [];

/** Sizes and offset; a field of all ones is in the zip64 part, in this order. Source: APPNOTE 4.5.3. */
function readPlace(record: Buffer, zip64: Buffer | undefined) {
  let at = 0;
  let missing = false;
  const long = (short: number, limit: number, length: number): number => {
    if (short !== limit) return short;
    if (!zip64 || at + length > zip64.length) {
      missing ||= limit === max32;
      return limit === max32 ? short : 0;
    }
    at += length;
    return length === 8 ? safe(zip64.readBigUInt64LE(at - 8)) : zip64.readUInt32LE(at - 4);
  };
  const size = long(record.readUInt32LE(24), max32, 8);
  const packed = long(record.readUInt32LE(20), max32, 8);
  const offset = long(record.readUInt32LE(42), max32, 8);
  const disk = long(record.readUInt16LE(34), max16, 4);
  return { size, packed, offset, disk, missing, zip64: at > 0 };
}

function kindOf(path: string, mode: number, dosFolder: boolean): ArchiveEntry['kind'] {
  if (path.endsWith('/')) return 'folder';
  switch (mode & 0o170000) {
    case 0o120000:
      return 'link';
    case 0o040000:
      return 'folder';
    case 0o020000:
    case 0o060000:
    case 0o010000:
    case 0o140000:
      return 'special';
    default:
      return dosFolder ? 'folder' : 'file';
  }
}

function cipher(flags: number, method: number, aes: Buffer | undefined): string {
  const bits = aes && aes.length >= 5 ? [128, 192, 256][(aes[4] ?? 0) - 1] : undefined;
  if (method === AES) return bits === undefined ? 'AES' : `AES-${bits}`;
  return (flags & 0x40) === 0 ? 'ZipCrypto' : 'PKWARE strong encryption';
}
