import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { copyLedgerChecked, type CopyOptions } from './checked-copy.ts';
import { checkWholeLedger } from './ledger-probe.ts';
import { DATABASE_FILE } from './open-store.ts';

/** Inside the data folder. Backups hold what the ledger holds: client tokens stay encrypted in them. */
export const BACKUP_FOLDER = 'backups';

/** The newest, and the one before. */
const KEPT = 2;

const NAME = /^ledger-\d{8}T\d{6}Z\.db$/;

/** A backup never takes the last of a disk on which the ledger itself must grow. */
const LEFT_FREE_BYTES = 64 * 1024 * 1024;

/** For file names: sorts by time, and is the same on every platform. */
export function stampOf(at: number): string {
  return new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
}

/** Backups that are whole, the newest first, with when they were begun (epoch ms). */
export function listBackups(dataDir: string): { file: string; at: number }[] {
  const folder = join(dataDir, BACKUP_FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .toSorted()
    .toReversed()
    .map((name) => {
      const [date = '', time = ''] = name.slice('ledger-'.length, -'Z.db'.length).split('T');
      const iso = `${date.replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3')}T${time.replace(/(\d\d)(\d\d)(\d\d)/, '$1:$2:$3')}Z`;
      return { file: join(folder, name), at: Date.parse(iso) };
    });
}

/**
 * Adds a backup of the ledger in `dataDir`, which may be open, and lets go of the oldest. It counts only after it was read
 * whole: a damaged one takes no place of a good one. Throws `store-damaged` where the ledger does not hold together, and a
 * retryable `internal` where there is no room or no way to write.
 */
export async function takeBackup(dataDir: string, at: number, options: CopyOptions = {}): Promise<void> {
  const from = join(dataDir, DATABASE_FILE);
  const folder = join(dataDir, BACKUP_FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < statSync(from).size + LEFT_FREE_BYTES) {
    throw new ActionDeskError('internal', `There is no room for a backup of the ledger in ${folder}.`, {
      retryable: true,
    });
  }
  const draft = join(folder, 'draft.db');
  await copyLedgerChecked(from, draft, options);
  // A clock that was set back must not make the newest backup the oldest.
  const newest = listBackups(dataDir)[0]?.at ?? -Infinity;
  renameSync(draft, join(folder, `ledger-${stampOf(Math.max(at, newest + 1000))}.db`));
  for (const { file } of listBackups(dataDir).slice(KEPT)) rmSync(file, { force: true });
}

/** Whether a copy that is not in use holds together. */
function isWhole(file: string, { nativeBinding }: CopyOptions): boolean {
  let copy: SqliteConnection.Database | null = null;
  try {
    copy = new SqliteConnection(file, { readonly: true, ...(nativeBinding ? { nativeBinding } : {}) });
    checkWholeLedger(copy);
    return true;
  } catch {
    return false;
  } finally {
    copy?.close();
  }
}

/** What was done with a damaged ledger. `restored` is null where no backup was there or none was whole. */
export interface SetAside {
  /** The damaged file; its -wal and -shm lie beside it. Null where there was no file at all. */
  damaged: string | null;
  restored: { file: string; at: number } | null;
}

/**
 * Moves the ledger and what belongs to it aside and puts the newest whole backup in its place; without one, nothing is there
 * afterwards. Nothing is deleted. Ended half-way, it is taken up again by the next start: the ledger is missing then.
 */
export function restoreNewestBackup(dataDir: string, now: number, options: CopyOptions = {}): SetAside {
  const nativeBinding = options.nativeBinding ?? process.env['ACTION_DESK_SQLITE_BINDING'];
  const ledger = join(dataDir, DATABASE_FILE);
  const restored = listBackups(dataDir).find(({ file }) => isWhole(file, { nativeBinding })) ?? null;
  const next = `${ledger}.restoring`;
  rmSync(next, { force: true });
  if (restored) copyFileSync(restored.file, next);
  let aside = join(dataDir, `ledger.damaged-${stampOf(now)}.db`);
  for (let copy = 2; existsSync(aside); copy += 1)
    aside = join(dataDir, `ledger.damaged-${stampOf(now)}-${copy}.db`);
  const damaged = existsSync(ledger) ? aside : null;
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(ledger + suffix)) renameSync(ledger + suffix, aside + suffix);
  if (restored) renameSync(next, ledger);
  return { damaged, restored };
}
