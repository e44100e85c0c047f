import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { toStoreError } from './store-error.ts';
import type { Tables } from './tables.ts';
import { createWalFlush } from './wal-flush.ts';

/** SQLite below this can damage a write-ahead log that two connections reset at once. Source: sqlite.org/wal.html */
const OLDEST_SQLITE = [3, 51, 3] as const;
const BUSY_TIMEOUT_MS = 5000;

export interface OpenOptions {
  /** Path of the compiled SQLite addon; else ACTION_DESK_SQLITE_BINDING, else the one inside the package. */
  nativeBinding?: string | undefined;
  /** `in-commit` flushes within each commit (SQLite's FULL); `beside` leaves it to `flush`, off the event loop. */
  flushing?: 'in-commit' | 'beside';
}

/**
 * One connection. Kysely compiles and migrates; the raw handle runs statements synchronously. Nobody may leave a Kysely
 * transaction open across an `await` while others write through the raw handle.
 */
export interface StoreDatabase {
  readonly kysely: Kysely<Tables>;
  readonly raw: SqliteConnection.Database;
  /** Resolves when everything committed so far survives a power cut. */
  flush(): Promise<void>;
  close(): void;
}

/** Compares the version with the oldest one that is safe with two connections. Throws `internal`. */
export function refuseOldSqlite(version: string): void {
  const parts = version.split('.').map(Number);
  for (const [index, least] of OLDEST_SQLITE.entries()) {
    const part = parts[index] ?? 0;
    if (part > least) return;
    if (part < least) {
      const expected = OLDEST_SQLITE.join('.');
      throw new ActionDeskError(
        'internal',
        `SQLite ${version} can damage the ledger; expected ${expected} or newer.`,
      );
    }
  }
}

const NOT_USABLE = new Set(['EEXIST', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS', 'EISDIR']);

/**
 * Made before SQLite opens it: -wal and -shm files inherit the mode of the database file. One that is there is not opened
 * here: closing it again would let go of all locks that SQLite holds on it in this process. Source: "Posix advisory locks
 * canceled by a separate thread doing close()", sqlite.org/howtocorrupt.html
 */
function makePrivateFile(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    if (!NOT_USABLE.has(code)) throw thrown;
    const message = `The data folder ${dirname(file)} cannot be used (${code}): name a folder that this user may write to.`;
    throw new ActionDeskError('invalid-input', message, { cause: thrown });
  }
}

/**
 * A raw connection to a file that only this user can read; the folder is made when missing. Throws `invalid-input` where
 * the folder cannot be used.
 */
export function openConnection(
  file: string,
  options: OpenOptions,
  busyMs: number,
): SqliteConnection.Database {
  makePrivateFile(file);
  const nativeBinding = options.nativeBinding ?? process.env['ACTION_DESK_SQLITE_BINDING'];
  return new SqliteConnection(file, { timeout: busyMs, ...(nativeBinding ? { nativeBinding } : {}) });
}

/**
 * Opens the ledger file (or makes an empty one) in WAL mode; the schema is brought up by `migrateDatabase`.
 * Throws `store-damaged` when the file is no database.
 */
export function openDatabase(file: string, options: OpenOptions = {}): StoreDatabase {
  const raw = openConnection(file, options, BUSY_TIMEOUT_MS);
  try {
    refuseOldSqlite(raw.prepare<[], string>('select sqlite_version()').pluck().get() ?? '0');
    raw.pragma('journal_mode = WAL');
    raw.pragma(`synchronous = ${options.flushing === 'beside' ? 'NORMAL' : 'FULL'}`);
    raw.pragma('foreign_keys = ON');
    raw.pragma('temp_store = MEMORY');
  } catch (thrown) {
    raw.close();
    throw toStoreError(thrown);
  }
  const kysely = new Kysely<Tables>({ dialect: new SqliteDialect({ database: raw }) });
  if (options.flushing !== 'beside')
    return { kysely, raw, flush: async () => {}, close: () => void raw.close() };
  const log = createWalFlush(file);
  const close = (): void => {
    log.close();
    raw.close();
  };
  return { kysely, raw, flush: () => log.flush(), close };
}
