import { copyFileSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATABASE_FILE } from '#main/store/open-store.ts';
import { writeLedgerFixture } from './ledger-fixture.ts';

// Run once a version that changes the schema: node test/support/make-ledger-fixture.ts test/fixtures/ledger-v3.db
const target = process.argv[2];
if (!target) throw new Error('name the file to write: test/fixtures/ledger-v3.db, for instance');
const folder = mkdtempSync(join(tmpdir(), 'action-desk-ledger-'));
try {
  await writeLedgerFixture(folder);
  // An older version's file is worth nothing once it is replaced.
  copyFileSync(join(folder, DATABASE_FILE), target, constants.COPYFILE_EXCL);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
