import type { Migration } from 'kysely/migration';
import { Migrator } from 'kysely/migration';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { ledgerMigration } from './migrations/0010-ledger.ts';
import { clientsMigration } from './migrations/0020-clients.ts';
import { auditMigration } from './migrations/0030-audit.ts';
import { clientListsMigration } from './migrations/0040-client-lists.ts';
import { notesMigration } from './migrations/0050-notes.ts';
import { holdsMigration } from './migrations/0060-holds.ts';
import { auditPagesMigration } from './migrations/0070-audit-pages.ts';
import { pipelineRunsMigration } from './migrations/0080-pipeline-runs.ts';
import type { StoreDatabase } from './open-database.ts';
import { toStoreError } from './store-error.ts';

/** Every migration that ever shipped, by name; names sort in the order they run and never change. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0010-ledger': ledgerMigration,
  '0020-clients': clientsMigration,
  '0030-audit': auditMigration,
  '0040-client-lists': clientListsMigration,
  '0050-notes': notesMigration,
  '0060-holds': holdsMigration,
  '0070-audit-pages': auditPagesMigration,
  '0080-pipeline-runs': pipelineRunsMigration,
};

/** The migrations that this file has had. Throws where a newer version made one. */
function migrationsDone(db: StoreDatabase): string[] {
  const known = db.raw
    .prepare<[], string>("select name from sqlite_schema where type = 'table' and name = 'kysely_migration'")
    .pluck()
    .get();
  if (!known) return [];
  const done = db.raw.prepare<[], string>('select name from kysely_migration').pluck().all();
  const newer = done.filter((name) => !(name in MIGRATIONS));
  if (newer.length > 0) {
    throw new ActionDeskError(
      'store-damaged',
      `The ledger was written by a newer version (${newer.join(', ')}): update this program, nothing was changed.`,
    );
  }
  return done;
}

/**
 * Brings the schema up to this version. Does nothing on a current file. Throws `store-damaged` for a file that a newer
 * version wrote or that cannot be read, and leaves it as it is.
 */
export async function migrateDatabase(db: StoreDatabase): Promise<void> {
  try {
    if (migrationsDone(db).length === Object.keys(MIGRATIONS).length) return;
    const migrator = new Migrator({
      db: db.kysely,
      provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
    });
    const { error } = await migrator.migrateToLatest();
    if (error instanceof Error) throw error;
    if (error !== undefined) throw new ActionDeskError('internal', 'A migration failed.', { cause: error });
  } catch (thrown) {
    throw toStoreError(thrown);
  }
}
