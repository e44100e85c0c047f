import type { ArchiveEntry } from '#shared/domain/artifact.ts';

/** Faults that leave the content readable; the others close it and are red. A tar's link has no content to close. */
const WARNINGS = new Set([
  'bomb',
  'bad-name',
  'case-clash',
  'damaged-directory',
  'duplicate-name',
  'link',
  'trailing-data',
  'unsafe-path',
]);

const closing = (entry: Pick<ArchiveEntry, 'faults'>) =>
  entry.faults.find(({ fault }) => !WARNINGS.has(fault)) ?? null;

/** How bad an entry's faults are. */
export function toneOf(entry: Pick<ArchiveEntry, 'faults'>): 'bad' | 'warn' | undefined {
  if (entry.faults.length === 0) return undefined;
  return closing(entry) ? 'bad' : 'warn';
}

/** Why an entry cannot be saved as a file, by what the archive's directory tells of it; null where it can be tried. */
export function whyNotSaved(entry: Pick<ArchiveEntry, 'faults' | 'kind'>): string | null {
  if (entry.kind === 'link' || entry.kind === 'special')
    return 'It is a link or a device: only files are saved.';
  return closing(entry)?.sentence ?? null;
}
