import { join } from 'node:path';
import { migrateDatabase } from './migrate.ts';
import { openDatabase, type OpenOptions, type StoreDatabase } from './open-database.ts';

/** The ledger inside a data folder; the agent's lock and the default key file lie beside it. */
export const DATABASE_FILE = 'action-desk.db';

/** Opens and migrates the ledger of a data folder. Needs no lock: several processes may have it open. */
export async function openStore(dataDir: string, options: OpenOptions = {}): Promise<StoreDatabase> {
  const db = openDatabase(join(dataDir, DATABASE_FILE), options);
  try {
    await migrateDatabase(db);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}
