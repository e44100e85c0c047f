import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ActionDeskError } from '#shared/domain/errors.ts';

const FOLDER = 'socket';
const SOCKET = 'agent.sock';
/** Beside where the socket would be: the path of the one that lies elsewhere. */
const POINTER = 'elsewhere';
const ELSEWHERE = 'action-desk-';
const GROUP_OR_OTHERS = 0o077;

/** What `sun_path` holds, its closing zero left out. Source: unix(7) and unix(4) of macOS. */
const LONGEST_PATH = process.platform === 'darwin' ? 103 : 107;

const isWindows = process.platform === 'win32';

/** Named pipes have no folder: the name is made from the data folder's, and Windows gives it the user's own rights. */
function pipeOf(dataDir: string): string {
  const id = createHash('sha256').update(realpathSync.native(dataDir).toLowerCase()).digest('hex');
  return `\\\\.\\pipe\\action-desk-${id.slice(0, 32)}`;
}

const fits = (path: string): boolean => Buffer.byteLength(path) <= LONGEST_PATH;

const isOwn = (uid: number): boolean => uid === process.getuid?.();

function refuse(path: string, why: string): ActionDeskError {
  return new ActionDeskError('invalid-input', `${path} ${why}: commands are not sent there.`);
}

/** A folder of ours that nobody else can enter; one that somebody else put there is refused. */
function privateFolder(dataDir: string): string {
  const folder = join(dataDir, FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || !isOwn(found.uid)) throw refuse(folder, 'is not a folder of this user');
  chmodSync(folder, 0o700);
  return folder;
}

/** What an agent that was killed left elsewhere; only a folder that looks like ours, and only when it is empty then. */
function removeElsewhere(folder: string): void {
  const pointer = join(folder, POINTER);
  try {
    const path = readFileSync(pointer, 'utf8');
    const home = dirname(path);
    if (basename(path) === SOCKET && basename(home).startsWith(ELSEWHERE) && isOwn(lstatSync(home).uid)) {
      rmSync(path, { force: true });
      rmdirSync(home);
    }
  } catch {
    // Nothing there, or nothing of ours.
  }
  rmSync(pointer, { force: true });
}

function makeElsewhere(folder: string): string {
  const runtime = process.env['XDG_RUNTIME_DIR'];
  for (const base of [runtime, tmpdir()]) {
    if (!base?.startsWith('/') || !fits(join(base, `${ELSEWHERE}XXXXXX`, SOCKET))) continue;
    try {
      const path = join(mkdtempSync(join(base, ELSEWHERE)), SOCKET);
      writeFileSync(join(folder, POINTER), path, { mode: 0o600 });
      return path;
    } catch {
      // Not there or not writable: the next one.
    }
  }
  throw refuse(folder, 'has a path too long for a socket, and there is no other private folder');
}

/** Where the agent of a data folder listens. */
export interface SocketPlace {
  readonly path: string;
  /** Removes socket and pointer. */
  clear(): void;
}

/**
 * Makes the place for the socket of a data folder: `socket/agent.sock` in a folder of mode 0700, or, where that is too long
 * for a socket or `elsewhere` asks for it, in a private folder whose path stands in `socket/elsewhere`. A socket file that is
 * there is removed: the caller holds the folder's lock, so nobody listens on it. Throws where no private place can be made.
 */
export function makeSocketPlace(dataDir: string, elsewhere = false): SocketPlace {
  if (isWindows) return { path: pipeOf(dataDir), clear: () => undefined };
  const folder = privateFolder(dataDir);
  removeElsewhere(folder);
  const near = join(folder, SOCKET);
  rmSync(near, { force: true });
  const path = elsewhere || !fits(near) ? makeElsewhere(folder) : near;
  return {
    path,
    clear() {
      rmSync(path, { force: true });
      removeElsewhere(folder);
    },
  };
}

/**
 * The path that an agent of this data folder may listen on; null where no agent has been. Throws `invalid-input` for a
 * socket that another user owns or can reach: what is sent may be a secret.
 */
export function findSocketPlace(dataDir: string): string | null {
  let path: string;
  let folderOwner: number;
  try {
    folderOwner = statSync(dataDir).uid;
    if (isWindows) return pipeOf(dataDir);
    path = join(dataDir, FOLDER, SOCKET);
    const pointer = readFileIfThere(join(dataDir, FOLDER, POINTER));
    if (pointer !== null) path = pointer;
    const socket = lstatSync(path);
    const home = lstatSync(dirname(path));
    // Root may serve itself from a service's folder; everybody else meets only themselves.
    const trusted = (uid: number): boolean => isOwn(uid) || (isOwn(0) && uid === folderOwner);
    if (!socket.isSocket() || !trusted(socket.uid) || !trusted(home.uid))
      throw refuse(path, 'is not a socket of this user');
    if ((home.mode & GROUP_OR_OTHERS) !== 0) throw refuse(path, 'can be reached by others');
  } catch (thrown) {
    if (thrown instanceof ActionDeskError) throw thrown;
    return null;
  }
  return path;
}

function readFileIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
