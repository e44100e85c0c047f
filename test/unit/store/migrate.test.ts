import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Migrator } from 'kysely/migration';
import { expect, it, onTestFinished } from 'vitest';
import { MIGRATIONS, migrateDatabase } from '#main/store/migrate.ts';
import { openDatabase, refuseOldSqlite } from '#main/store/open-database.ts';
import { DATABASE_FILE, openStore } from '#main/store/open-store.ts';
import { aFolder, aStore } from './store-fixture.ts';

function anEmptyDatabase() {
  const db = openDatabase(join(aFolder(), DATABASE_FILE));
  onTestFinished(() => db.close());
  return db;
}

const EXPECTED: Record<string, string[]> = {
  '0010-ledger': ['jobs', 'outbox', 'run_counts', 'run_inputs', 'run_tokens', 'runs', 'timeline'],
  '0020-clients': ['clients'],
  '0030-audit': ['audit'],
  '0040-client-lists': ['client_import_rows', 'client_imports', 'kept_values'],
  '0050-notes': ['run_notes'],
  '0060-holds': ['holds', 'sqlite_sequence'],
  '0070-audit-pages': [],
  '0080-pipeline-runs': [],
};

it.each(Object.keys(MIGRATIONS))('migration %s brings exactly its tables', async (name) => {
  const db = anEmptyDatabase();
  const tables = () =>
    db.raw
      .prepare<[], string>(
        "select name from sqlite_schema where type = 'table' and name not like 'kysely%' order by name",
      )
      .pluck()
      .all();
  const migrator = new Migrator({
    db: db.kysely,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
  });
  const names = Object.keys(MIGRATIONS);
  const previous = names[names.indexOf(name) - 1];
  if (previous) expect((await migrator.migrateTo(previous)).error).toBeUndefined();
  const before = tables();
  expect((await migrator.migrateTo(name)).error).toBeUndefined();
  expect(tables().filter((table) => !before.includes(table))).toEqual(EXPECTED[name]);
});

it('names migrations so that they sort in the order they run', () => {
  expect(Object.keys(MIGRATIONS)).toEqual(Object.keys(MIGRATIONS).toSorted());
});

it('does nothing to a current file', async () => {
  const db = await aStore();
  const before = db.raw.pragma('schema_version', { simple: true });
  await migrateDatabase(db);
  expect(db.raw.pragma('schema_version', { simple: true })).toBe(before);
});

it('refuses a file of a newer version and leaves it as it is', async () => {
  const dir = aFolder();
  const db = await openStore(dir);
  db.raw.exec("insert into kysely_migration values ('9990-future', '2099-01-01')");
  db.close();
  await expect(openStore(dir)).rejects.toMatchObject({
    code: 'store-damaged',
    message: expect.stringContaining('newer version (9990-future)') as string,
  });
});

it('says that a file which is no database is damaged', async () => {
  const dir = aFolder();
  writeFileSync(join(dir, DATABASE_FILE), 'this is not a database, it only has its name '.repeat(100));
  await expect(openStore(dir)).rejects.toMatchObject({ code: 'store-damaged', retryable: false });
});

it('says that a data folder cannot be used', async () => {
  const file = join(aFolder(), 'file');
  writeFileSync(file, '');
  await expect(openStore(file)).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(openStore(join(file, 'below'))).rejects.toThrow('name a folder that this user may write to');
});

it.skipIf(process.platform === 'win32')('keeps folder and files to this user', async () => {
  const dir = join(aFolder(), 'new', 'folder');
  const db = await aStore(dir);
  db.raw.exec("insert into audit (at, who, act, subject, outcome) values (1, 'a', 'b', 'c', 'd')");
  const mode = (path: string) => statSync(path).mode & 0o777;
  expect(mode(dir)).toBe(0o700);
  for (const suffix of ['', '-wal', '-shm']) expect(mode(join(dir, DATABASE_FILE + suffix))).toBe(0o600);
});

it('opens with a write-ahead log, full synchronisation and foreign keys', () => {
  const { raw } = anEmptyDatabase();
  const pragma = (name: string) => raw.pragma(name, { simple: true });
  expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys')]).toEqual(['wal', 2, 1]);
});

it.each([
  ['3.51.3', true],
  ['3.52.0', true],
  ['4.0.0', true],
  ['3.51.2', false],
  ['3.50.9', false],
  ['2.99.99', false],
])('SQLite %s is good enough: %s', (version, fine) => {
  if (fine) expect(() => refuseOldSqlite(version)).not.toThrow();
  else expect(() => refuseOldSqlite(version)).toThrow(/expected 3\.51\.3 or newer/);
});
