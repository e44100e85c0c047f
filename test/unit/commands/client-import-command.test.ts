import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ClientView } from '#shared/domain/client.ts';
import { createAuditLog } from '#main/store/audit-log.ts';
import { openStore } from '#main/store/open-store.ts';
import { aFolder, runCommandHere } from './command-line.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const importing = (dir: string, ...more: string[]) => ['clients', 'import', '--data', dir, ...more];

async function labels(dir: string): Promise<string[]> {
  const { out } = await runCommandHere(['clients', 'list', '--data', dir, '--json']);
  return (JSON.parse(out) as { clients: ClientView[] }).clients.map(({ label }) => label);
}

it('takes all of a file or nothing', async () => {
  const dir = aFolder();
  const file = `${id(1)},One,canary-1\nbad,Two,canary-2\n${id(3)},Three,canary-3\n`;
  const { code, out, err } = await runCommandHere(importing(dir), file);
  expect([code, out, readdirSync(dir)]).toEqual([1, '', []]);
  expect(err).toMatch(
    /^line 2: clientId: expected a UUID.*\nerror: 1 of 3 clients cannot be taken: nothing was changed/,
  );
  expect(err).not.toContain('canary');
});

it('takes the good ones when told to, replaces known ones, and writes each into the audit', async () => {
  const dir = aFolder();
  const path = join(aFolder(), 'clients.csv');
  writeFileSync(path, `${id(1)},One,canary-1\nbad,Two,canary-2\n${id(3)},Three,canary-3\n`);
  const first = await runCommandHere(importing(dir, path, '--skip-bad', '--reason', 'moved over'));
  expect([first.code, first.out]).toEqual([0, 'Added 2, replaced 0, skipped 1.\n']);
  const again = await runCommandHere(importing(dir, path, '--skip-bad', '--json'));
  expect(JSON.parse(again.out)).toEqual({
    added: 0,
    replaced: 2,
    releasedRuns: 0,
    skipped: 1,
    problems: [expect.stringMatching(/^line 2: clientId: /)],
  });
  expect(await labels(dir)).toEqual(['One', 'Three']);
  const db = await openStore(dir);
  expect(createAuditLog(db).list(id(3), 9)).toMatchObject([
    { act: 'import client', before: 'known', after: 'known', reason: null },
    { act: 'import client', before: 'unknown', after: 'known', reason: 'moved over' },
  ]);
  db.close();
});

it('takes 100,000 lines', async () => {
  const dir = aFolder();
  const lines = Array.from({ length: 100_000 }, (_, n) => `${id(n)};"Customer ${n}";token-${n}\n`);
  const { code, out } = await runCommandHere(importing(dir), `\uFEFFclientId;label;token\n${lines.join('')}`);
  expect([code, out]).toEqual([0, 'Added 100000, replaced 0, skipped 0.\n']);
}, 60_000);

it.each([
  ['an empty file', '', /^error: There is no client in the file/],
  ['a file in another encoding', Buffer.from([0x61, 0xe4, 0x62]), /^error: The file is not UTF-8/],
])('refuses %s', async (_what, content, expected) => {
  const path = join(aFolder(), 'clients.csv');
  writeFileSync(path, content);
  const dir = aFolder();
  const { code, err } = await runCommandHere(importing(dir, path));
  expect([code, readdirSync(dir)]).toEqual([1, []]);
  expect(err).toMatch(expected);
});
