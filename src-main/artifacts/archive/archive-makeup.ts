import type { ArchiveEntry, ArchiveFault, ArchiveMakeup, NameEncoding } from '#shared/domain/artifact.ts';

/** What makes an entry damaged, as against unwelcome or unreadable here. */
const DAMAGE: ReadonlySet<ArchiveFault> = new Set<ArchiveFault>([
  'truncated',
  'damaged-directory',
  'damaged-entry',
  'bad-checksum',
  'wrong-size',
  'overlapping-entries',
]);

/** What only a zip's directory knows. */
interface ZipWords {
  readonly zip64: boolean;
  readonly names: ReadonlyMap<NameEncoding, number>;
}

/** Counts what an archive's entries are like; their faults have to be complete. */
export function archiveMakeup(entries: readonly ArchiveEntry[], zip?: ZipWords): ArchiveMakeup {
  let encrypted = 0;
  let damaged = 0;
  for (const entry of entries) {
    if (entry.encrypted) encrypted += 1;
    if (entry.faults.some(({ fault }) => DAMAGE.has(fault))) damaged += 1;
  }
  const names = [...(zip?.names ?? [])].map(([encoding, count]) => ({ encoding, entries: count }));
  names.sort((one, other) => other.entries - one.entries);
  return { zip64: zip?.zip64 ?? false, names, encrypted, damaged };
}
