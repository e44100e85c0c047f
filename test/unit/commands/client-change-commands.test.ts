import { expect, it } from 'vitest';
import { PROTECTION_KEPT } from '#main/compose/kept-protection.ts';
import { createAuditLog } from '#main/store/audit-log.ts';
import { createKeptValues } from '#main/store/kept-values.ts';
import { openStore } from '#main/store/open-store.ts';
import { aFolder, runCommandHere } from './command-line.ts';

const ID = '3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d';

async function aFolderWithClient() {
  const dir = aFolder();
  const clients = (args: string[], input = '') => runCommandHere(['clients', ...args, '--data', dir], input);
  await clients(['add', '--client-id', ID, '--label', 'Fabrikam'], 'canary-1');
  return { dir, clients };
}

it('disables, enables and renames a client, each in the audit with its reason', async () => {
  const { dir, clients } = await aFolderWithClient();
  expect(await clients(['disable', ID, '--reason', 'INC-42'])).toEqual({
    code: 0,
    out: `Nothing new is claimed for ${ID} (Fabrikam).\n`,
    err: '',
  });
  expect((await clients(['list'])).out).toMatch(/Fabrikam +disabled/);
  expect((await clients(['enable', ID])).out).toBe(`Jobs of ${ID} (Fabrikam) are claimed again.\n`);
  const renamed = await clients(['rename', ID, 'Fabrikam Ltd', '--json']);
  expect(JSON.parse(renamed.out)).toMatchObject({ client: { label: 'Fabrikam Ltd', disabledAt: null } });
  expect(renamed.out).not.toContain('canary');
  const db = await openStore(dir);
  const acts = createAuditLog(db).list(ID, 9);
  db.close();
  expect(acts.map(({ act, before, after, reason }) => [act, before, after, reason])).toEqual([
    ['rename client', 'Fabrikam', 'Fabrikam Ltd', null],
    ['enable client', 'disabled', 'enabled', null],
    ['disable client', 'enabled', 'disabled', 'INC-42'],
    ['add client', 'unknown', 'known', null],
  ]);
});

it.each([
  [['disable', 'x'], /clientId: /],
  [['enable', '00000000-0000-4000-8000-000000000000'], /No client .* is stored/],
  [['rename', ID, ' '], /label: /],
])('refuses %j in one line', async (args, sentence) => {
  const { clients } = await aFolderWithClient();
  const { code, err } = await clients(args);
  expect([code, err.trimEnd().includes('\n')]).toEqual([1, false]);
  expect(err).toMatch(sentence);
});

it('asks for a reason where the folder is protected', async () => {
  const { dir, clients } = await aFolderWithClient();
  const db = await openStore(dir);
  createKeptValues(db).keep(PROTECTION_KEPT, 'protected');
  db.close();
  for (const args of [
    ['disable', ID],
    ['rename', ID, 'Other'],
  ]) {
    expect((await clients(args)).err).toMatch(/is protected: give a reason/);
    expect((await clients([...args, '--reason', 'x'])).code).toBe(0);
  }
});
