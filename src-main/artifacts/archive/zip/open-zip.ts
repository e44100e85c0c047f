import type { ArchiveEntry, ArchiveFaultView } from '#shared/domain/artifact.ts';
import type { OpenArchive, OpenObject } from '../../ports.ts';
import { bytes, count, entryAt, found, isClosed, quoted } from '../archive-problem.ts';
import type { ArchiveLimits } from '../archive-options.ts';
import { archiveMakeup } from '../archive-makeup.ts';
import { markClashes } from '../name-clashes.ts';
import { objectContent } from '../object-content.ts';
import { Pace } from '../pace.ts';
import { readTogether, type Layout } from '../read-together.ts';
import { readDirectory } from './directory.ts';
import type { Directory } from './directory.ts';
import type { EndRecord } from './end-record.ts';
import { LOCAL_BYTES, Spans } from './spans.ts';
import { zipContent, zipStretch, type ZipPlace } from './zip-content.ts';

/** Up to here the directory is read in one piece, which a cache can keep; a longer one is streamed. */
const onePieceBytes = 8 * 1024 * 1024;
const recordSignature = 0x02014b50;

/** The object's last bytes, as they were needed to find the end record. */
export interface Tail {
  readonly start: number;
  readonly bytes: Buffer;
}

/** Opens a zip whose end was found: one more request, for what of the directory does not lie in the tail. */
export async function openZip(
  object: OpenObject,
  tail: Tail,
  end: EndRecord,
  limits: ArchiveLimits,
): Promise<OpenArchive> {
  const faults: ArchiveFaultView[] = [...end.faults];
  if (end.trailing > 0)
    faults.push(found('trailing-data', `${bytes(end.trailing)} follow behind the end of the archive.`));
  const closed = (): OpenArchive => zipArchive(object, end, null, faults, () => objectContent(object));
  if (faults.some(({ fault }) => fault === 'multi-disk')) return closed();
  const pace = new Pace(limits.signal);
  const read = await findDirectory(object, tail, end, limits, pace);
  if (read === null) {
    faults.push(
      found(
        'damaged-directory',
        `The directory is not where the end of the archive says: ${count(end.entries)} entries in ${bytes(end.directorySize)} from byte ${count(end.directoryOffset)}.`,
      ),
    );
    return closed();
  }
  const { start, directory } = read;
  const shift = Math.max(0, start - end.directoryOffset);
  if (shift > 0)
    faults.push(
      found('leading-data', `${bytes(shift)} lie in front of the archive, as in one that unpacks itself.`),
    );
  faults.push(...directoryFaults(directory, end, start, limits));
  const spans = await placeEntries(directory, start, shift, pace);
  await markClashes(directory.entries, pace);
  const placeOf = (index: number): ZipPlace => ({
    entry: entryAt(directory.entries, index),
    start: (directory.offsets[index] as number) + shift,
    nameBytes: directory.nameBytes[index] as number,
    limit: spans.after((directory.offsets[index] as number) + shift),
    directoryStart: start,
  });
  const layout: Layout = {
    content: (index, from) => zipContent(from, placeOf(index)),
    stretch(index) {
      const place = placeOf(index);
      return isClosed(place.entry) ? null : zipStretch(place);
    },
  };
  return {
    ...zipArchive(object, end, directory, faults, (index) => layout.content(index, object)),
    together: (asked, signal) => readTogether(object, layout, asked, signal),
  };
}

function zipArchive(
  object: OpenObject,
  end: EndRecord,
  directory: Directory | null,
  faults: readonly ArchiveFaultView[],
  contentOf: (index: number) => ReturnType<typeof zipContent>,
): OpenArchive {
  const entries = directory?.entries ?? [];
  const zip64 = end.zip64 || (directory?.zip64 ?? false);
  return {
    kind: 'zip',
    entries,
    comment: end.comment,
    makeup: archiveMakeup(entries, { zip64, names: directory?.names ?? new Map() }),
    faults,
    content: (entry) => (entry === null ? objectContent(object) : contentOf(entry)),
  };
}

/** The directory lies right before its end; where it does not, as far in as told. Null where neither place has one. */
async function findDirectory(
  object: OpenObject,
  tail: Tail,
  end: EndRecord,
  limits: ArchiveLimits,
  pace: Pace,
): Promise<{ start: number; directory: Directory } | null> {
  const places = new Set([end.directoryEnd - end.directorySize, end.directoryOffset]);
  for (const start of places) {
    if (start < 0 || start > end.directoryEnd) continue;
    if (start === end.directoryEnd && end.entries > 0) continue;
    const begins = tailBytes(tail, start, start + 4);
    if (begins?.length === 4 && start < end.directoryEnd && begins.readUInt32LE(0) !== recordSignature)
      continue;
    const chunks = directoryChunks(object, tail, start, end.directoryEnd, limits.signal);
    const directory = await readDirectory(chunks, limits, pace);
    if (directory.entries.length > 0 || end.entries === 0 || directory.stoppedBy === 'limit')
      return { start, directory };
  }
  return null;
}

function tailBytes(tail: Tail, from: number, to: number): Buffer | null {
  return from < tail.start ? null : tail.bytes.subarray(from - tail.start, to - tail.start);
}

async function* directoryChunks(
  object: OpenObject,
  tail: Tail,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const missing = Math.min(to, tail.start) - from;
  if (missing > onePieceBytes) yield* object.stream(from, from + missing, signal);
  else if (missing > 0) yield await object.read(from, missing, signal);
  const held = tailBytes(tail, Math.max(from, tail.start), to);
  if (held && held.length > 0) yield held;
}

function directoryFaults(
  directory: Directory,
  end: EndRecord,
  start: number,
  limits: ArchiveLimits,
): ArchiveFaultView[] {
  const listed = directory.entries.length;
  if (directory.stoppedBy === 'limit')
    return [
      found(
        'too-many-entries',
        `The archive has more than ${count(limits.maxEntries)} entries (${count(end.entries)} by its own count); the first ${count(listed)} are listed.`,
      ),
    ];
  const at = start + directory.understood;
  if (directory.stoppedBy === 'cut')
    return [
      found(
        'damaged-directory',
        `The directory’s record at byte ${count(at)} is cut off; ${count(listed)} before it are listed.`,
      ),
    ];
  // A signature of the directory or padding may follow its last record.
  if (directory.stoppedBy === 'no-record' && listed !== end.entries)
    return [
      found(
        'damaged-directory',
        `At byte ${count(at)} the directory should go on and does not; ${count(listed)} of ${count(end.entries)} entries are listed.`,
      ),
    ];
  // Without zip64 the count is often kept in its 16 bits however many there are.
  if (listed !== end.entries && listed % 0x10000 !== end.entries)
    return [
      found(
        'damaged-directory',
        `The archive’s end counts ${count(end.entries)} entries, its directory has ${count(listed)}.`,
      ),
    ];
  return [];
}

/** Tells entries that lie outside the archive or in each other. */
async function placeEntries(
  { entries, offsets }: Directory,
  directoryStart: number,
  shift: number,
  pace: Pace,
): Promise<Spans> {
  const startOf = (index: number) => (offsets[index] as number) + shift;
  // The own header's name may be shorter than the directory's; exactly it is known when the entry is read.
  const endOf = (index: number) =>
    startOf(index) + LOCAL_BYTES + ((entries[index] as ArchiveEntry).compressedSize ?? 0);
  const isInside = (index: number) => (offsets[index] as number) >= 0 && endOf(index) <= directoryStart;
  const starts = new Float64Array(entries.length);
  const ends = new Float64Array(entries.length);
  let inside = 0;
  for (let index = 0; index < entries.length; index += 1) {
    if (!isInside(index)) continue;
    starts[inside] = startOf(index);
    ends[inside] = endOf(index);
    inside += 1;
  }
  await pace.rest();
  const spans = new Spans(starts.subarray(0, inside), ends.subarray(0, inside), directoryStart);
  for (const [index, entry] of entries.entries()) {
    const fault = placeFault(entry, startOf(index), endOf(index));
    if (fault) entry.faults = [...entry.faults, fault];
    if (pace.due()) await pace.rest();
  }
  return spans;

  function placeFault(entry: ArchiveEntry, start: number, end: number): ArchiveFaultView | null {
    // What has no offset was told with its record.
    if (start < shift) return null;
    if (end > directoryStart)
      return found(
        'damaged-entry',
        `${quoted(entry.path)} is said to lie from byte ${count(start)} to ${count(end)}, and the directory begins at byte ${count(directoryStart)}.`,
      );
    if (!spans.overlaps({ start, end })) return null;
    return found(
      'overlapping-entries',
      `${quoted(entry.path)} shares bytes with another entry, as in an overlap bomb.`,
    );
  }
}
