import { statSync } from 'node:fs';
import type SqliteConnection from 'better-sqlite3';
import type { StoreDatabase } from './open-database.ts';
import { damageFound, toStoreError } from './store-error.ts';

/** A file up to this size is read whole at start: about 100 ms. */
const READ_WHOLE_UP_TO_BYTES = 64 * 1024 * 1024;

/** Rows at either end of a table: the end is where the next ones go. */
const ROWS_AT_THE_ENDS = 50;

/** Reads every page that belongs to something. Throws `store-damaged`. Source: PRAGMA quick_check, sqlite.org. */
export function checkWholeLedger(raw: SqliteConnection.Database): void {
  try {
    const found = raw.pragma('quick_check(1)', { simple: true });
    if (found !== 'ok') throw damageFound(String(found).split('\n').join('; '));
  } catch (thrown) {
    throw toStoreError(thrown);
  }
}

/** The write-ahead log brought home, the file must hold every page that it speaks of. */
function checkLength(raw: SqliteConnection.Database): void {
  raw.pragma('wal_checkpoint(PASSIVE)');
  const pages = Number(raw.pragma('page_count', { simple: true }));
  const expected = pages * Number(raw.pragma('page_size', { simple: true }));
  const [log] = raw.pragma('wal_checkpoint(PASSIVE)') as { log: number; checkpointed: number }[];
  if (log && log.log !== log.checkpointed) return;
  const { size } = statSync(raw.name);
  if (size < expected) throw damageFound(`it has ${size} bytes, expected ${expected}`);
}

/**
 * What the agent goes on from: each live run with all that belongs to it, and the results that are not settled. From the live
 * runs to the rest: left to itself SQLite reads every job that ever was, in one stretch of 60 ms at 100,000.
 */
export const LIVE_QUERIES: readonly string[] = [
  'select * from runs where finished_at is null',
  ...['jobs', 'run_inputs', 'run_tokens'].map(
    (table) => `select ${table}.* from runs cross join ${table} using (run_id) where finished_at is null`,
  ),
  'select outbox.* from outbox where settled_at is null',
];

/**
 * Looks for damage before anything is built on the file. A small file is read whole; of a large one, what the agent goes on
 * from: its length, its schema, the live runs with their rows, unsettled results, clients, and both ends of every table (a
 * few milliseconds; the rest is read when it is backed up). Throws `store-damaged`.
 */
export function probeLedger({ raw }: Pick<StoreDatabase, 'raw'>): void {
  try {
    checkLength(raw);
    if (statSync(raw.name).size <= READ_WHOLE_UP_TO_BYTES) {
      checkWholeLedger(raw);
      return;
    }
    for (const table of ['clients', 'run_counts']) {
      const found = raw.pragma(`quick_check(${table})`, { simple: true });
      if (found !== 'ok') throw damageFound(String(found));
    }
    for (const sql of LIVE_QUERIES) for (const row of raw.prepare(sql).iterate()) void row;
    for (const table of ['runs', 'jobs', 'outbox', 'timeline', 'audit']) {
      for (const order of ['asc', 'desc'])
        raw.prepare(`select * from ${table} order by id ${order} limit ${ROWS_AT_THE_ENDS}`).all();
    }
  } catch (thrown) {
    throw toStoreError(thrown);
  }
}
