import { ActionDeskError } from '#shared/domain/errors.ts';
import { lockDataFolder, type DataFolderLock } from '../store/agent-lock.ts';

/** A command that works on a folder without an agent has its lock for moments. */
const PATIENCE_MS = 2_000;
const LOOK_EVERY_MS = 100;

/** The lock of a data folder, waited for up to 2 s; then `data-folder-in-use`, thrown. */
export async function lockFreed(dataDir: string, nativeBinding?: string): Promise<DataFolderLock> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const lock = tryLock(dataDir, nativeBinding, performance.now() >= until);
    if (lock) return lock;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function tryLock(dataDir: string, nativeBinding: string | undefined, last: boolean): DataFolderLock | null {
  try {
    return lockDataFolder(dataDir, { nativeBinding });
  } catch (thrown) {
    if (last || !(thrown instanceof ActionDeskError) || thrown.code !== 'data-folder-in-use') throw thrown;
    return null;
  }
}
