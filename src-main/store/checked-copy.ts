import { closeSync, openSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { damageFound, toStoreError } from './store-error.ts';

/**
 * Runs in a thread of its own: copying and reading hundreds of megabytes would hold up the event loop for seconds. One step
 * copies all pages from one snapshot; writers go on meanwhile. Kept as text, so that it needs no file of its own beside the
 * bundle: it is the same in a test, in the command line and inside an application archive.
 */
const COPY_AND_CHECK = `
const { parentPort, workerData } = require('node:worker_threads');
const { closeSync, fsyncSync, openSync } = require('node:fs');
const Sqlite = require(workerData.sqlite);
const { from, to, options } = workerData;
(async () => {
  const source = new Sqlite(from, { ...options, fileMustExist: true });
  try {
    await source.backup(to, { progress: () => 0x7fffffff });
  } finally {
    source.close();
  }
  const copy = new Sqlite(to, options);
  let found;
  try {
    copy.pragma('journal_mode = DELETE');
    found = copy.pragma('quick_check(1)', { simple: true });
  } finally {
    copy.close();
  }
  const file = openSync(to, 'r+');
  fsyncSync(file);
  closeSync(file);
  return { found };
})().catch((error) => ({ code: String(error.code), message: error.message })).then((end) => parentPort.postMessage(end));
`;

/** What the thread says at its end. */
type CopyEnd = { found: string } | { code: string; message: string };

export interface CopyOptions {
  /** Path of the compiled SQLite addon: see `OpenOptions`. */
  nativeBinding?: string | undefined;
}

/**
 * Copies a ledger that may be open and written to into `to` (mode 0600, on the disk when the promise resolves), and reads
 * the copy whole. Throws `store-damaged` where it does not hold together, as the original then does not; retryable
 * `internal` where it could not be made. What was begun is removed again.
 */
export async function copyLedgerChecked(from: string, to: string, options: CopyOptions = {}): Promise<void> {
  const nativeBinding = options.nativeBinding ?? process.env['ACTION_DESK_SQLITE_BINDING'];
  const remove = (): void => {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${to}${suffix}`, { force: true });
  };
  remove();
  closeSync(openSync(to, 'wx', 0o600));
  try {
    const end = await new Promise<CopyEnd>((resolve, reject) => {
      const worker = new Worker(COPY_AND_CHECK, {
        eval: true,
        workerData: {
          sqlite: createRequire(import.meta.url).resolve('better-sqlite3'),
          from,
          to,
          options: nativeBinding ? { nativeBinding } : {},
        },
      });
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`the copying thread ended with code ${code}`)));
    });
    if ('code' in end) throw toStoreError(Object.assign(new Error(end.message), { code: end.code }));
    if (end.found !== 'ok') throw damageFound(end.found.split('\n').join('; '));
  } catch (thrown) {
    remove();
    if (thrown instanceof ActionDeskError) throw thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    throw new ActionDeskError('internal', `The ledger could not be copied: ${message}.`, {
      retryable: true,
      cause: thrown,
    });
  }
}
