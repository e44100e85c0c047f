import type { ArchiveEntry, ArchiveFaultView } from '#shared/domain/artifact.ts';
import { found, quoted } from '../archive-problem.ts';
import { nameFaults } from '../entry-names.ts';
import { paxWords } from './pax.ts';
import type { TarHeader } from './tar-header.ts';

/** Headers in front of an entry's own that say more of it. */
export interface EntryWords {
  readonly own: ReadonlyMap<string, string>;
  readonly forAll: ReadonlyMap<string, string>;
  readonly longName: string | undefined;
  readonly longTarget: string | undefined;
}

const kinds: Readonly<Record<string, ArchiveEntry['kind']>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'link',
  '2': 'link',
  '5': 'folder',
  D: 'folder',
};

const what: Readonly<Record<string, string>> = {
  '3': 'a character device',
  '4': 'a block device',
  '6': 'a named pipe',
  S: 'a sparse file, whose holes are not filled in here',
  M: 'the rest of a file that began in another volume',
};

/** An entry as its header and what stands before that tell it; `stored` is the length of its body, NaN for a nonsensical one. */
export function tarEntry(
  header: TarHeader,
  index: number,
  { words }: { readonly words: EntryWords },
): { entry: ArchiveEntry; stored: number } {
  const pax = paxWords(words.own, words.forAll);
  const path = pax.path ?? words.longName ?? header.name;
  const sparse = header.sparse !== null || pax.sparse;
  const kind = sparse ? 'special' : kindOf(header.type, path);
  const target = kind === 'link' ? (pax.target ?? words.longTarget ?? header.target) : null;
  // Links, devices and folders have no body, whatever their size says.
  const stored = '123456'.includes(header.type) ? 0 : (pax.size ?? header.size);
  const modifiedAt = pax.modifiedAt ?? header.mtime * 1000;
  const faults: ArchiveFaultView[] = [...nameFaults(path)];
  if (kind === 'link') {
    const way = header.type === '1' ? 'a hard link' : 'a symbolic link';
    faults.push(
      found('link', `${quoted(path)} is ${way} to ${quoted(target ?? '')} and has no content of its own.`),
    );
  }
  if (kind === 'special') {
    const name = sparse ? what['S'] : (what[header.type] ?? `of the unknown type ${quoted(header.type)}`);
    faults.push(found('special-file', `${quoted(path)} is ${name}.`));
  }
  if (kind === 'folder' && stored > 0)
    faults.push(found('damaged-entry', `${quoted(path)} is a folder, but told to hold content.`));
  return {
    entry: {
      index,
      path,
      kind,
      size: Math.min(header.sparse?.realSize || stored || 0, Number.MAX_SAFE_INTEGER),
      compressedSize: null,
      method: null,
      crc32: null,
      modifiedAt: Number.isFinite(modifiedAt) && Math.abs(modifiedAt) <= 8.64e15 ? modifiedAt : null,
      encrypted: false,
      mode: Number.isNaN(header.mode) ? null : header.mode & 0o7777,
      target,
      faults,
    },
    stored,
  };
}

function kindOf(type: string, path: string): ArchiveEntry['kind'] {
  const kind = kinds[type] ?? 'special';
  // Before there were folders in the format, a slash at the end made one.
  return kind === 'file' && path.endsWith('/') ? 'folder' : kind;
}
