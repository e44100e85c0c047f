import type { ArchiveMakeup, NameEncoding } from '#shared/domain/artifact.ts';

const ENCODINGS: Readonly<Record<NameEncoding, string>> = {
  ascii: 'ASCII',
  'utf-8-flag': 'UTF-8 (flag)',
  'unicode-path': 'UTF-8 (Unicode path field)',
  'utf-8-unmarked': 'UTF-8 (no flag)',
  cp437: 'CP437',
  undecodable: 'undecodable UTF-8 (read as CP437)',
};

/** How names are encoded: one word where all are the same way, else each with its number; null where the archive has none. */
export function encodingWords({ names }: Pick<ArchiveMakeup, 'names'>): string | null {
  const [first, ...others] = names;
  if (!first) return null;
  if (others.length === 0) return ENCODINGS[first.encoding];
  return names
    .map(({ encoding, entries }) => `${entries.toLocaleString('en')} ${ENCODINGS[encoding]}`)
    .join(', ');
}

/** How many of an archive's entries: `2 of 7 entries`, `all 7 entries`, `its only entry`. */
export function partWords(part: number, entries: number): string {
  if (part < entries) return `${part.toLocaleString('en')} of ${entries.toLocaleString('en')} entries`;
  return entries === 1 ? 'its only entry' : `all ${entries.toLocaleString('en')} entries`;
}
