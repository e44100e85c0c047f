import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore } from '#main/store/open-store.ts';
import type { StoreDatabase } from '#main/store/open-database.ts';
import { createRunLedger } from '#main/store/run-ledger.ts';

/** A folder that is gone after the test. */
export function aFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'action-desk-store-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** An open, migrated store that is closed after the test. */
export async function aStore(dir = aFolder()): Promise<StoreDatabase> {
  const db = await openStore(dir, { flushing: 'beside' });
  onTestFinished(() => {
    if (db.raw.open) db.close();
  });
  return db;
}

/** A ledger and the runs it announced, in order. */
export function aLedger(db: StoreDatabase) {
  const announced: string[] = [];
  return { ledger: createRunLedger(db, { onRunChanged: (runId) => announced.push(runId) }), announced };
}

export * from './stored-values.ts';
