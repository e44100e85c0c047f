import type { ArchiveEntry } from '#shared/domain/artifact.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { ContentStream, OpenArchive } from '#main/artifacts/ports.ts';

/** An entry with what a test is about. */
export function anEntry(change: Partial<ArchiveEntry> = {}): ArchiveEntry {
  return {
    ...{ index: 0, path: 'a.txt', kind: 'file', size: 3, compressedSize: 3, method: 'Store', crc32: null },
    ...{ modifiedAt: null, encrypted: false, mode: null, target: null, faults: [] },
    ...change,
  };
}

/** What an entry of an archive in memory is made of: its content, and what goes wrong after it. */
export interface MadeEntry extends Partial<ArchiveEntry> {
  content?: string;
  fails?: Error;
  /** Called before the content is handed out. */
  before?: () => void | Promise<void>;
}

const encoder = new TextEncoder();

/** An archive in memory, in the order given; sizes are those of the contents unless said otherwise. */
export function anArchive(made: readonly MadeEntry[], kind: OpenArchive['kind'] = 'zip'): OpenArchive {
  const entries = made.map(({ content = 'abc', fails: _fails, before: _before, ...rest }, index) =>
    anEntry({ size: encoder.encode(content).length, compressedSize: content.length, ...rest, index }),
  );
  return {
    ...{ kind, entries, comment: null, makeup: null, faults: [] },
    content(index): ContentStream {
      const one = made[index ?? 0];
      const bytes = encoder.encode(one?.content ?? 'abc');
      const entry = entries[index ?? 0];
      if (!one || !entry) throw new ActionDeskError('not-found', 'no such entry');
      return {
        size: entry.size,
        name: entry.path,
        async *chunks(maxBytes, signal) {
          await one.before?.();
          for (let at = 0; at < Math.min(bytes.length, maxBytes); at += 2) {
            signal?.throwIfAborted();
            yield await Promise.resolve(bytes.slice(at, Math.min(at + 2, maxBytes)));
          }
          if (one.fails) throw one.fails;
        },
        slice: (from, length) => Promise.resolve(bytes.slice(from, from + length)),
      };
    },
  };
}
