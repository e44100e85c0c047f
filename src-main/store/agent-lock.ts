import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { openConnection, type OpenOptions } from './open-database.ts';

const LOCK_FILE = 'agent.lock';

/** Held until `release`, or until the process ends in whatever way: the operating system lets go of it. */
export interface DataFolderLock {
  release(): void;
}

/**
 * Makes this process the one agent of a data folder, by an exclusive transaction that stays open on an empty SQLite file:
 * a file lock that works on every platform, inside one process too, and that no crash leaves behind.
 * Throws `data-folder-in-use` at once when another agent has it.
 */
export function lockDataFolder(dir: string, options: OpenOptions = {}): DataFolderLock {
  const file = join(dir, LOCK_FILE);
  let connection: Database | null = null;
  try {
    connection = openConnection(file, options, 0);
    connection.pragma('journal_mode = MEMORY');
    connection.exec('begin exclusive');
  } catch (thrown) {
    connection?.close();
    if (!isBusy(thrown)) throw thrown;
    throw new ActionDeskError(
      'data-folder-in-use',
      `Another agent works in ${dir}: stop it first, or give this one a data folder of its own.`,
      { cause: thrown },
    );
  }
  const held = connection;
  return { release: () => void held.close() };
}

function isBusy(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && /^SQLITE_(BUSY|LOCKED)/.test(String(thrown.code));
}
