import { createHash } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Bytes kept once; the id is empty where they live in memory only. */
export interface Blob {
  readonly id: string;
  readonly size: number;
}

/** Where bytes are kept. A blob that nobody holds is forgotten. */
export interface Blobs {
  /** Keeps bytes; whoever refers to them calls `hold` afterwards. The bytes must not change any more. */
  readonly keep: (bytes: Buffer) => Blob;
  /** The bytes from `first` (inclusive) to `end` (exclusive). */
  readonly read: (blob: Blob, first: number, end: number) => Buffer;
  readonly hold: (blob: Blob) => void;
  readonly release: (blob: Blob) => void;
}

/** Keeps bytes in memory, as long as anybody has their blob. */
export function memoryBlobs(): Blobs {
  const bytesOf = new WeakMap<Blob, Buffer>();
  return {
    keep: (bytes) => {
      const blob = { id: '', size: bytes.length };
      bytesOf.set(blob, bytes);
      return blob;
    },
    read: (blob, first, end) => {
      const bytes = bytesOf.get(blob);
      if (!bytes) throw new Error('a blob of another store');
      return bytes.subarray(first, end);
    },
    hold: () => undefined,
    release: () => undefined,
  };
}

/** Bytes on disk. Files are removed only after `sweep`: history may hold again what it has released before. */
export interface DiskBlobs extends Blobs {
  /** Called once, when history has been read: removes every file that nobody holds. */
  readonly sweep: () => void;
}

/**
 * Keeps bytes as files named by their SHA-256, equal bytes once. A file appears under its name only when it is
 * whole. Throws Node's errors of the file system.
 */
export function diskBlobs(folder: string): DiskBlobs {
  const holders = new Map<string, number>();
  let isSwept = false;
  const pathOf = (id: string) => join(folder, id.slice(0, 2), id);
  return {
    sweep: () => {
      mkdirSync(folder, { recursive: true });
      const files = readdirSync(folder, { recursive: true, withFileTypes: true });
      for (const file of files) {
        if (file.isFile() && !holders.has(file.name)) rmSync(join(file.parentPath, file.name));
      }
      isSwept = true;
    },
    keep: (bytes) => {
      const id = createHash('sha256').update(bytes).digest('hex');
      if (!holders.has(id)) {
        mkdirSync(join(folder, id.slice(0, 2)), { recursive: true });
        const unfinished = `${pathOf(id)}.new`;
        writeFileSync(unfinished, bytes);
        renameSync(unfinished, pathOf(id));
      }
      return { id, size: bytes.length };
    },
    read: (blob, first, end) => {
      const bytes = Buffer.allocUnsafe(end - first);
      const file = openSync(pathOf(blob.id), 'r');
      try {
        for (let at = 0; at < bytes.length;) {
          const count = readSync(file, bytes, at, bytes.length - at, first + at);
          if (count === 0) throw new Error(`${pathOf(blob.id)} is shorter than it was`);
          at += count;
        }
      } finally {
        closeSync(file);
      }
      return bytes;
    },
    hold: ({ id }) => {
      holders.set(id, (holders.get(id) ?? 0) + 1);
    },
    release: ({ id }) => {
      const left = (holders.get(id) ?? 0) - 1;
      if (left > 0) holders.set(id, left);
      else {
        holders.delete(id);
        if (isSwept) rmSync(pathOf(id), { force: true });
      }
    },
  };
}
