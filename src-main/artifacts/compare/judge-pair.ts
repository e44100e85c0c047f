import type { ArchiveFault, ArchiveFaultView } from '#shared/domain/artifact.ts';
import type { Compared } from '#shared/domain/artifact-compare.ts';
import type { OpenArchive } from '../ports.ts';
import type { ComparedFile, Pair } from './pair-entries.ts';

/** A verdict, or that the bytes of both sides must be read for one. */
export type Judged = { readonly verdict: Compared; readonly fault: ArchiveFaultView | null } | 'read';

/** With these the archive's directory may be missing entries: what is not in it may be in the archive all the same. */
const INCOMPLETE: ReadonlySet<ArchiveFault> = new Set([
  'not-an-archive',
  'truncated',
  'damaged-directory',
  'too-many-entries',
  'bomb',
  'encrypted',
  'multi-disk',
]);

/** With these what the directory tells of the entry is not the entry's. */
const UNTOLD: ReadonlySet<ArchiveFault> = new Set([
  'truncated',
  'damaged-entry',
  'wrong-size',
  'bad-checksum',
  'overlapping-entries',
  'multi-disk',
]);

/** What keeps an archive's list of entries from being all there is; null for a whole one. */
export function incompleteness(archive: OpenArchive): ArchiveFaultView | null {
  return archive.faults.find(({ fault }) => INCOMPLETE.has(fault)) ?? null;
}

const sure = (verdict: Compared): Judged => ({ verdict, fault: null });

/**
 * What can be said of a pair without reading any content: by CRC-32 and size, by the targets of links, by what is missing.
 * `leftGap` and `rightGap` are the archives' incompleteness; `certain` reads what would be `same` by its CRC-32.
 */
export function judgePair(
  { left, right }: Pair,
  given: { leftGap: ArchiveFaultView | null; rightGap: ArchiveFaultView | null; certain: boolean },
): Judged {
  if (!left) return given.leftGap ? { verdict: 'unknown', fault: given.leftGap } : sure('added');
  if (!right) return given.rightGap ? { verdict: 'unknown', fault: given.rightGap } : sure('removed');
  const untold = [...left.faults, ...right.faults].find(({ fault }) => UNTOLD.has(fault));
  if (untold) return { verdict: 'unknown', fault: untold };
  if (left.kind !== right.kind) return sure('changed');
  if (left.kind === 'special') {
    const sentence = 'Devices and the like have no content that could be compared.';
    return { verdict: 'unknown', fault: { fault: 'special-file', sentence } };
  }
  if (left.kind === 'link' && left.target !== null && right.target !== null) {
    return sure(left.target === right.target ? 'same' : 'changed');
  }
  return bySizeAndChecksum(left, right, given.certain);
}

function bySizeAndChecksum(left: ComparedFile, right: ComparedFile, certain: boolean): Judged {
  if (left.size !== right.size) return sure('changed');
  if (left.size === 0) return sure('same');
  if (certain || left.crc32 === null || right.crc32 === null) return 'read';
  return sure(left.crc32 === right.crc32 ? 'same' : 'changed');
}
