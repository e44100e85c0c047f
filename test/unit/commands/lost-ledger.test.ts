import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { takeBackup } from '#main/store/ledger-backups.ts';
import { DATABASE_FILE, openStore } from '#main/store/open-store.ts';
import { aFolder, runCommandHere } from './command-line.ts';

const ID = '3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d';
const OTHER = '5b2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d';

const add = (dir: string, id: string, label: string) =>
  runCommandHere(['clients', 'add', '--data', dir, '--client-id', id, '--label', label], 'a-token\n');

/** A folder with a client in its ledger and in the ledger's backup. */
async function aBackedUpFolder(): Promise<{ dir: string; file: string }> {
  const dir = aFolder();
  expect(await add(dir, ID, 'Fabrikam')).toMatchObject({ code: 0, err: '' });
  await takeBackup(dir, Date.now());
  return { dir, file: join(dir, DATABASE_FILE) };
}

const removeLedger = (dir: string): void => {
  for (const name of readdirSync(dir)) if (name.startsWith(DATABASE_FILE)) rmSync(join(dir, name));
};

it('puts the backup in the place of a ledger that has vanished, before it adds a client, and says so', async () => {
  const { dir } = await aBackedUpFolder();
  removeLedger(dir);
  const { code, err } = await add(dir, OTHER, 'Contoso');
  expect(code).toBe(0);
  expect(err).toMatch(/^The ledger was gone; the backup of .* took its place\..*\n$/);
  const { out } = await runCommandHere(['clients', 'list', '--data', dir, '--json']);
  const { clients } = JSON.parse(out) as { clients: { label: string; tokenUsable: boolean }[] };
  expect(clients.map(({ label, tokenUsable }) => [label, tokenUsable])).toEqual([
    ['Contoso', true],
    ['Fabrikam', true],
  ]);
});

it('mends a damaged ledger for a change, and keeps the damaged file', async () => {
  const { dir, file } = await aBackedUpFolder();
  removeLedger(dir);
  writeFileSync(file, 'this is no database '.repeat(1_000));
  const removed = await runCommandHere(['clients', 'remove', ID, '--data', dir]);
  expect(removed).toMatchObject({ code: 0, err: expect.stringContaining('is kept as') as string });
  expect(readdirSync(dir).filter((name) => name.startsWith('ledger.damaged-'))).toHaveLength(1);
});

it.each([
  ['to list', ['runs', 'list']],
  ['to act without an agent', ['runs', 'restart', 'some-run']],
])('makes no empty ledger %s where there was one', async (_what, args) => {
  const { dir } = await aBackedUpFolder();
  removeLedger(dir);
  const { code, err } = await runCommandHere([...args, '--data', dir]);
  expect(code).not.toBe(0);
  expect(err).toContain('is gone: start its agent');
  expect(existsSync(join(dir, DATABASE_FILE))).toBe(false);
});

it('takes a ledger that was emptied for one that is gone, and leaves it to be mended', async () => {
  const { dir, file } = await aBackedUpFolder();
  removeLedger(dir);
  writeFileSync(file, '');
  expect((await runCommandHere(['runs', 'list', '--data', dir])).err).toContain('is gone: start its agent');
  const { err } = await add(dir, OTHER, 'Contoso');
  expect(err).toContain('took its place');
});

it('leaves a sound ledger as it is, without a word', async () => {
  const { dir } = await aBackedUpFolder();
  expect(await add(dir, OTHER, 'Contoso')).toMatchObject({ code: 0, err: '' });
  const db = await openStore(dir);
  expect(db.raw.prepare('select count(*) from clients').pluck().get()).toBe(2);
  db.close();
});
