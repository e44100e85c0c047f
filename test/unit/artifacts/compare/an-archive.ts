import { crc32 } from 'node:zlib';
import { ArchiveProblem } from '#main/artifacts/archive/archive-problem.ts';
import type { OpenArchive } from '#main/artifacts/ports.ts';
import type { ArchiveEntry, ArchiveFault, ArchiveFaultView } from '#shared/domain/artifact.ts';
import { aContent } from '../preview/a-content.ts';

export interface AFile extends Partial<ArchiveEntry> {
  readonly path: string;
  readonly text?: string;
  /** Thrown when it is read to its end. */
  readonly fails?: Error;
}

export interface AnArchive extends OpenArchive {
  /** Paths of the contents that were read. */
  readonly read: string[];
}

export const fault = (name: ArchiveFault): ArchiveFaultView => ({ fault: name, sentence: `It is ${name}.` });

/** An archive in memory; `kind: 'tar'` keeps no CRC-32, as tar does not. */
export function anArchive(
  files: readonly AFile[],
  given: { kind?: OpenArchive['kind']; faults?: readonly ArchiveFaultView[]; whole?: string } = {},
): AnArchive {
  const { kind = 'zip', faults = [], whole = '' } = given;
  const read: string[] = [];
  const entries = files.map(({ text = '', fails: _fails, ...file }, index): ArchiveEntry => {
    const bytes = Buffer.from(text);
    const crc = kind === 'zip' ? crc32(bytes).toString(16).padStart(8, '0') : null;
    return {
      ...{ index, kind: 'file', size: bytes.length, compressedSize: null, method: null, crc32: crc },
      ...{ modifiedAt: index, encrypted: false, mode: null, target: null, faults: [], ...file },
    };
  });
  return {
    ...{ kind, entries, comment: null, makeup: null, faults, read },
    content(index) {
      const file = index === null ? { path: 'folder/whole', text: whole } : files[index];
      if (!file) throw new ArchiveProblem('not-an-archive', 'no such entry');
      read.push(file.path);
      const fails = 'fails' in file && file.fails ? { fails: file.fails } : {};
      return aContent(file.text ?? '', { name: file.path, chunkBytes: 3, ...fails });
    },
  };
}
