import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFinal } from '#shared/domain/run-state.ts';
import { listBackups, restoreNewestBackup, type SetAside } from './ledger-backups.ts';
import { checkWholeLedger, probeLedger } from './ledger-probe.ts';
import type { OpenOptions, StoreDatabase } from './open-database.ts';
import { DATABASE_FILE, openStore } from './open-store.ts';
import { rebuildRuns } from './rebuild-runs.ts';
import { readJournal } from './run-journal.ts';
import { createRunLookup } from './run-lookups.ts';
import { damageFound, isDamage } from './store-error.ts';

/** Damage was found while the ledger was at work, or it is being mended: the next start trusts nothing. */
const SUSPECT_FILE = 'ledger.suspect';

/** How a damaged ledger was mended: what was found, what was set aside, what took its place. */
export interface LedgerMended extends SetAside {
  how: 'set-aside' | 'brought-up-to-date';
  what: string;
  /** Runs that were put back from the journal. */
  rebuiltRuns: number;
}

/** Makes the next start of this data folder read the whole ledger before it builds on it. */
export function suspectLedger(dataDir: string): void {
  writeFileSync(join(dataDir, SUSPECT_FILE), '', { mode: 0o600 });
}

/** Whether a data folder holds what a lost ledger is rebuilt from. */
export function canBeRebuilt(dataDir: string): boolean {
  return listBackups(dataDir).length > 0 || readJournal(dataDir).length > 0;
}

/** A ledger that was here and is gone, or is empty, is damaged: it must not begin anew in silence. */
function refuseEmptiness(dataDir: string): void {
  const file = join(dataDir, DATABASE_FILE);
  if (existsSync(file) && statSync(file).size > 0) return;
  if (canBeRebuilt(dataDir)) throw damageFound(existsSync(file) ? 'it is empty' : 'it is not there');
}

async function openProbed(dataDir: string, options: OpenOptions): Promise<StoreDatabase> {
  refuseEmptiness(dataDir);
  const db = await openStore(dataDir, options);
  try {
    probeLedger(db);
    if (existsSync(join(dataDir, SUSPECT_FILE))) checkWholeLedger(db.raw);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/**
 * A ledger that holds together and is older than its journal was put back from a copy, or by a write-ahead log that is not
 * its own. Final runs that only the journal knows may have been removed on purpose.
 */
function bringUpToDate(dataDir: string, db: StoreDatabase, now: number): LedgerMended | null {
  try {
    const ended = existsSync(join(dataDir, SUSPECT_FILE));
    const journal = readJournal(dataDir);
    const hasRun = createRunLookup(db);
    const expected = ended ? journal : journal.filter((run) => !isFinal(run.state) || hasRun(run.runId));
    const rebuiltRuns = rebuildRuns(db, expected, now);
    rmSync(join(dataDir, SUSPECT_FILE), { force: true });
    if (rebuiltRuns === 0) return null;
    const what = 'The ledger file is older than the journal of its runs.';
    return { how: 'brought-up-to-date', what, damaged: null, restored: null, rebuiltRuns };
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/**
 * Opens the ledger of a data folder for whoever holds the folder's lock. A damaged one is set aside, the newest whole
 * backup takes its place (or an empty ledger), and its runs are brought up to date from the journal; nothing is deleted.
 * `mended` tells of it, null where all was well. A ledger of a newer version, or one that cannot be read or written at the
 * moment, is refused as it is.
 *
 * @param now epoch ms.
 */
export async function openKeptLedger(
  dataDir: string,
  options: OpenOptions,
  now: number,
): Promise<{ db: StoreDatabase; mended: LedgerMended | null }> {
  try {
    const db = await openProbed(dataDir, options);
    return { db, mended: bringUpToDate(dataDir, db, now) };
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown;
    // Read before anything is moved: a journal that cannot be read must not cost the ledger.
    const journal = readJournal(dataDir);
    suspectLedger(dataDir);
    const setAside = restoreNewestBackup(dataDir, now, options);
    const db = await openStore(dataDir, options);
    try {
      const rebuiltRuns = rebuildRuns(db, journal, now);
      rmSync(join(dataDir, SUSPECT_FILE), { force: true });
      const what = thrown instanceof Error ? thrown.message : String(thrown);
      return { db, mended: { how: 'set-aside', ...setAside, what, rebuiltRuns } };
    } catch (later) {
      db.close();
      throw later;
    }
  }
}
