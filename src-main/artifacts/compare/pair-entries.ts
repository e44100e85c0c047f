import type { ArchiveEntry, ArchiveFaultView } from '#shared/domain/artifact.ts';
import type { OpenArchive } from '../ports.ts';

/** One file of an archive, or (index null) an object that is no archive as a whole. */
export interface ComparedFile {
  readonly path: string;
  readonly index: number | null;
  readonly size: number;
  /** Null where the format keeps none, or where it is not the content's. */
  readonly crc32: string | null;
  readonly kind: 'file' | 'link' | 'special';
  readonly target: string | null;
  readonly faults: readonly ArchiveFaultView[];
}

/** What lies under one path on both sides; one of them may be null. */
export interface Pair {
  readonly path: string;
  readonly left: ComparedFile | null;
  readonly right: ComparedFile | null;
}

function asFile(entry: ArchiveEntry): ComparedFile[] {
  if (entry.kind === 'folder') return [];
  const { path, index, size, kind, target, faults } = entry;
  // AES-encrypted entries (AE-2) leave the CRC at zero.
  const crc32 = entry.crc32 === '00000000' && size > 0 ? null : entry.crc32;
  return [{ path, index, size, crc32, kind, target, faults }];
}

function filesOf(archive: OpenArchive): ComparedFile[] {
  if (archive.kind !== 'plain') return archive.entries.flatMap(asFile);
  const { name, size } = archive.content(null);
  const plain = { index: null, crc32: null, kind: 'file', target: null, faults: [] } as const;
  return [{ path: name.slice(name.lastIndexOf('/') + 1), size, ...plain }];
}

/**
 * Files by path, in the order of the left archive and then of what only the right one has. Several of one name pair by their
 * order. Two plain objects pair whatever their names are.
 */
export function pairEntries(left: OpenArchive, right: OpenArchive): Pair[] {
  const lefts = filesOf(left);
  const rights = filesOf(right);
  if (left.kind === 'plain' && right.kind === 'plain') {
    return [{ path: lefts[0]?.path ?? '', left: lefts[0] ?? null, right: rights[0] ?? null }];
  }
  const waiting = new Map<string, ComparedFile[]>();
  for (const file of rights) {
    const others = waiting.get(file.path);
    if (others) others.push(file);
    else waiting.set(file.path, [file]);
  }
  for (const files of waiting.values()) files.reverse();
  const pairs: Pair[] = lefts.map((file) => ({
    ...{ path: file.path, left: file },
    right: waiting.get(file.path)?.pop() ?? null,
  }));
  const paired = new Set(pairs.map((pair) => pair.right));
  for (const file of rights) if (!paired.has(file)) pairs.push({ path: file.path, left: null, right: file });
  return pairs;
}
