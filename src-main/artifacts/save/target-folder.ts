import { constants } from 'node:fs';
import { lstat, mkdir, open, realpath, rename, rm, rmdir, type FileHandle } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname, join, sep } from 'node:path';
import { ActionDeskError } from '#shared/domain/errors.ts';

/** Opens a file; replaced where a test lets the disk be full. */
export type OpenFile = (path: string, flags: number, mode: number) => Promise<FileHandle>;

/** Other people of this computer have no business in what a pipeline handed over. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Windows has no such flag, and makes links for administrators only; the checks of real paths hold there too. */
const NO_FOLLOW = (constants as { O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;
const CREATE = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | NO_FOLLOW;

const codeOf = (thrown: unknown): unknown =>
  thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;

const outside = (): ActionDeskError =>
  new ActionDeskError(
    'invalid-input',
    'Its folder has become a link that leads elsewhere: nothing was written.',
  );

/** One folder that belongs to one extraction. Nothing is ever written anywhere else. */
export interface TargetFolder {
  /** Its real path. */
  readonly root: string;
  /** Makes the folders on the way, each a real one. Throws `invalid-input` where one is something else. */
  makeFolder(segments: readonly string[]): Promise<void>;
  /**
   * Writes a file under another name and gives it its own when `content` has ended without an error. What is there already is
   * never replaced. `onBytes` is told how many more were written; more than `size` in all is refused.
   */
  writeFile(
    segments: readonly string[],
    size: number,
    content: AsyncIterable<Uint8Array>,
    onBytes: (bytes: number) => void,
  ): Promise<void>;
  /** Removes the folder where nothing is in it; answers whether it is gone. */
  removeIfEmpty(): Promise<boolean>;
}

/** Makes `name`, or `name (2)` and so on, in a folder that the person chose. Throws what the disk throws. */
export async function createTargetFolder(
  chosen: string,
  name: string,
  openFile: OpenFile = open,
): Promise<TargetFolder> {
  const real = await realpath(chosen);
  for (let number = 1; ; number += 1) {
    const path = join(real, number === 1 ? name : `${name} (${number})`);
    try {
      await mkdir(path, { mode: FOLDER_MODE });
      return targetFolderAt(await realpath(path), openFile);
    } catch (thrown) {
      if (codeOf(thrown) !== 'EEXIST' || number === 1000) throw thrown;
    }
  }
}

function targetFolderAt(root: string, openFile: OpenFile): TargetFolder {
  const made = new Set<string>(['']);

  /** By the lexical check nothing leads out; by this one no link that was planted meanwhile does. */
  const refuseLinks = async (folder: string): Promise<void> => {
    const real = await realpath(folder);
    if (real !== folder || (real !== root && !real.startsWith(root + sep))) throw outside();
  };

  const makeFolder = async (segments: readonly string[]): Promise<string> => {
    let path = root;
    for (let depth = 1; depth <= segments.length; depth += 1) {
      const upTo = segments.slice(0, depth);
      path = join(root, ...upTo);
      const key = upTo.join('/');
      if (made.has(key)) continue;
      try {
        await mkdir(path, { mode: FOLDER_MODE });
      } catch (thrown) {
        if (codeOf(thrown) !== 'EEXIST') throw thrown;
        if (!(await lstat(path)).isDirectory()) throw outside();
      }
      made.add(key);
    }
    await refuseLinks(path);
    return path;
  };

  return {
    root,
    makeFolder: async (segments) => void (await makeFolder(segments)),
    async writeFile(segments, size, content, onBytes) {
      const folder = await makeFolder(segments.slice(0, -1));
      const place = join(root, ...segments);
      if (dirname(place) !== folder) throw outside();
      const part = join(folder, `.${randomBytes(6).toString('hex')}.part`);
      const file = await openFile(part, CREATE, FILE_MODE);
      try {
        try {
          await refuseLinks(folder);
          let written = 0;
          for await (const chunk of content) {
            written += chunk.byteLength;
            if (written > size)
              throw new ActionDeskError('invalid-input', 'It unpacks to more than the archive says.');
            await file.writeFile(chunk);
            onBytes(chunk.byteLength);
          }
          if (written !== size)
            throw new ActionDeskError('invalid-input', `It ended after ${written} of ${size} bytes.`);
        } finally {
          await file.close();
        }
        await refuseLinks(folder);
        if (await isThere(place))
          throw new ActionDeskError('invalid-input', 'Something else is there already: it was kept.');
        await rename(part, place);
      } catch (thrown) {
        await rm(part, { force: true }).catch(() => undefined);
        throw thrown;
      }
    },
    removeIfEmpty: () =>
      rmdir(root).then(
        () => true,
        () => false,
      ),
  };
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}

/** The disk is full, or the person's share of it is: a later try may go on. */
export function saysDiskFull(thrown: unknown): boolean {
  return codeOf(thrown) === 'ENOSPC' || codeOf(thrown) === 'EDQUOT';
}
