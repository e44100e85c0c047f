import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/** A folder that another simulator has open. */
export class FolderInUseError extends Error {
  constructor(path: string, pid: number) {
    super(`another simulator (process ${pid}) works in this folder; if it is long gone, remove ${path}`);
    this.name = 'FolderInUseError';
  }
}

/**
 * Claims a folder by a file with our process id. One left behind by a process that is gone is taken over. Gives
 * the function that lets go; throws FolderInUseError.
 */
export function lockFolder(path: string): () => void {
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = holderOf(path);
    if (holder !== null && isAlive(holder)) throw new FolderInUseError(path, holder);
    rmSync(path, { force: true });
  }
}

function holderOf(path: string): number | null {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
