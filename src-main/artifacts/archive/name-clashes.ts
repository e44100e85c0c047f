import type { ArchiveEntry, ArchiveFaultView } from '#shared/domain/artifact.ts';
import { found, quoted } from './archive-problem.ts';
import type { Pace } from './pace.ts';

/** Two names that many file systems take for one: they differ in case, or in how accents are composed. */
function folded(path: string): string {
  if (/^[\0-\x7f]*$/.test(path)) return path.toLowerCase();
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** `a/` and `a` are one place. */
function placeOf(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

/**
 * Adds `duplicate-name` and `case-clash` to the later ones of entries that would lie in one place. Folders may be listed
 * again and again, as archives put together from several do.
 */
export async function markClashes(entries: readonly ArchiveEntry[], pace: Pace): Promise<void> {
  const first = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const key = folded(placeOf(entry.path));
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, index);
    else {
      const fault = clash(entries[earlier] as ArchiveEntry, entry);
      if (fault) entry.faults = [...entry.faults, fault];
    }
    if (pace.due()) await pace.rest();
  }
}

function clash(earlier: ArchiveEntry, entry: ArchiveEntry): ArchiveFaultView | null {
  if (placeOf(earlier.path) !== placeOf(entry.path))
    return found(
      'case-clash',
      `${quoted(entry.path)} and ${quoted(earlier.path)} are one file where case or composed accents do not count.`,
    );
  if (earlier.kind === 'folder' && entry.kind === 'folder') return null;
  const what =
    earlier.kind === entry.kind ? 'is in the archive more than once' : 'is both a file and a folder';
  return found('duplicate-name', `${quoted(entry.path)} ${what}; programs differ in which one they take.`);
}
