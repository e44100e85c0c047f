import { randomUUID } from 'node:crypto';
import {
  chmod,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';

/** A file of the folder, as a look at it found it. `path` is relative: `folder/file`. */
export interface FoundFile {
  readonly path: string;
  readonly bytes: number;
  readonly usedAt: number;
}

const NAME = /^[0-9a-f]{32}$/;
const UNFINISHED = /^\.[0-9a-f-]{36}$/;
/** What another process writes at this moment is younger than this. */
const UNFINISHED_FOR_MS = 60 * 60 * 1000;

/**
 * The folder of the cache. Files belong to their owner alone (0600 in folders of 0700), come into being whole, and may vanish at
 * any time: another process may clear the same folder.
 */
export interface BlockFiles {
  read(path: string): Promise<Uint8Array | null>;
  /** Throws what the file system says: a full disk, a missing right. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Marks a file as used now, so that it outlives others after a restart too. Never throws. */
  touch(path: string): Promise<void>;
  /** Never throws; a folder that is empty then goes too. */
  remove(path: string): Promise<void>;
  removeAll(): Promise<void>;
  /** All blocks, the longest unused first. What is no block of ours stays; unfinished files of a crash go. */
  list(): Promise<FoundFile[]>;
}

/** Opens the folder; it is made with the first write. `now` in epoch ms. */
export function openBlockFiles(root: string, now: () => number): BlockFiles {
  const folderOf = (path: string): string => join(root, path.slice(0, path.indexOf('/')));

  async function listFolder(folder: string): Promise<FoundFile[]> {
    const found: FoundFile[] = [];
    for (const name of await readdir(join(root, folder)).catch(() => [])) {
      const facts = await stat(join(root, folder, name)).catch(() => null);
      if (!facts?.isFile()) continue;
      if (NAME.test(name)) {
        found.push({ path: `${folder}/${name}`, bytes: facts.size, usedAt: facts.mtimeMs });
      } else if (UNFINISHED.test(name) && now() - facts.mtimeMs > UNFINISHED_FOR_MS) {
        await rm(join(root, folder, name), { force: true }).catch(() => undefined);
      }
    }
    return found;
  }

  return {
    read: (path) => readFile(join(root, path)).catch(() => null),

    async write(path, bytes) {
      const folder = folderOf(path);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const unfinished = join(folder, `.${randomUUID()}`);
      try {
        await writeFile(unfinished, bytes, { mode: 0o600, flag: 'wx' });
        await rename(unfinished, join(root, path));
      } catch (thrown) {
        await rm(unfinished, { force: true }).catch(() => undefined);
        throw thrown;
      }
    },

    async touch(path) {
      const seconds = now() / 1000;
      await utimes(join(root, path), seconds, seconds).catch(() => undefined);
    },

    async remove(path) {
      await rm(join(root, path), { force: true }).catch(() => undefined);
      await rmdir(folderOf(path)).catch(() => undefined);
    },

    async removeAll() {
      for (const folder of await readdir(root).catch(() => [])) {
        if (NAME.test(folder))
          await rm(join(root, folder), { recursive: true, force: true }).catch(() => undefined);
      }
    },

    async list() {
      await chmod(root, 0o700).catch(() => undefined);
      const found: FoundFile[] = [];
      for (const folder of await readdir(root).catch(() => [])) {
        if (NAME.test(folder)) for (const file of await listFolder(folder)) found.push(file);
      }
      return found.sort((one, other) => one.usedAt - other.usedAt);
    },
  };
}
