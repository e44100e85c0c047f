import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockDataFolder } from '#main/store/agent-lock.ts';
import { createAuditLog } from '#main/store/audit-log.ts';
import { openStore } from '#main/store/open-store.ts';
import { aFolder, runCommandHere, runCommandLine } from './command-line.ts';

const ID = '3f2a1c4e-9b7d-4e21-8c55-0d6f1a2b3c4d';
const CANARY = 'canary-token-51c0';
const add = (dir: string, ...more: string[]) => [
  'clients',
  'add',
  '--data',
  dir,
  '--client-id',
  ID,
  '--label',
  'Fabrikam',
  ...more,
];

interface Listed {
  clients: { clientId: string; label: string; tokenUsable: boolean | null }[];
}
async function listed(dir: string, ...more: string[]): Promise<Listed> {
  const { out, code } = await runCommandHere(['clients', 'list', '--data', dir, '--json', ...more]);
  expect(code).toBe(0);
  return JSON.parse(out) as Listed;
}

it('adds a client whose token comes from standard input, lists and removes it', async () => {
  const dir = aFolder();
  expect(await runCommandHere(add(dir), `${CANARY}\n`)).toEqual({
    code: 0,
    out: `Added ${ID} (Fabrikam).\n`,
    err: '',
  });
  expect((await listed(dir)).clients).toMatchObject([{ clientId: ID, label: 'Fabrikam', tokenUsable: true }]);
  const table = await runCommandHere(['clients', 'list', '--data', dir]);
  expect(table.out).toMatch(new RegExp(`CLIENT ID +LABEL +TOKEN.*\n${ID} +Fabrikam +usable`));
  expect(await runCommandHere(['clients', 'remove', ID, '--data', dir])).toMatchObject({ code: 0, err: '' });
  expect(await runCommandHere(['clients', 'remove', ID, '--data', dir])).toMatchObject({
    code: 1,
    err: `error: No client ${ID} is stored.\n`,
  });
  const db = await openStore(dir);
  expect(
    createAuditLog(db)
      .list(ID, 9)
      .map((row) => row.act),
  ).toEqual(['remove client', 'add client']);
  db.close();
});

it('leaves the token in no file and no output, also from a file and after a replacement', async () => {
  const dir = aFolder();
  const tokenFile = join(aFolder(), 'token');
  writeFileSync(tokenFile, `${CANARY}\r\n`);
  const outputs = [
    await runCommandLine(add(dir), CANARY),
    await runCommandLine(add(dir, '--token-file', tokenFile)),
  ];
  expect(outputs.map(({ out }) => out)).toEqual([
    `Added ${ID} (Fabrikam).\n`,
    `Replaced ${ID} (Fabrikam).\n`,
  ]);
  for (const { out, err } of outputs) expect(out + err).not.toContain(CANARY);
  for (const file of readdirSync(dir))
    expect(readFileSync(join(dir, file)).includes(CANARY), file).toBe(false);
  expect(statSync(join(dir, 'key')).mode & 0o777).toBe(0o600);
});

it('leaves a folder alone in which another process works that takes no commands', async () => {
  const dir = aFolder();
  const lock = lockDataFolder(dir);
  const { code, err } = await runCommandHere(add(dir), CANARY);
  lock.release();
  expect([code, err]).toEqual([
    3,
    `error: Another process works in ${dir} and takes no commands: try again when it has ended.\n`,
  ]);
});

it('rotates the token of a client that is known, and of no other', async () => {
  const dir = aFolder();
  const rotate = ['clients', 'rotate', ID, '--data', dir, '--reason', 'leaked'];
  expect(await runCommandHere(rotate, 'new')).toMatchObject({
    code: 1,
    err: `error: No client ${ID} is stored.\n`,
  });
  await runCommandHere(add(dir), CANARY);
  expect(await runCommandHere(rotate, 'new')).toMatchObject({
    code: 0,
    out: `Replaced the token of ${ID} (Fabrikam).\n`,
  });
  const db = await openStore(dir);
  const [row] = createAuditLog(db).list(ID, 1);
  expect(row).toMatchObject({ act: 'rotate token', outcome: 'took-effect', reason: 'leaked' });
  expect(row?.who).toMatch(/ \(command line\)$/);
  db.close();
});

it('uses the vault that a configuration names', async () => {
  const dir = aFolder();
  const config = join(dir, 'agent.json');
  const type = {
    category: 'Test',
    owner: 'Custom',
    provider: 'X',
    version: '1',
    processor: { kind: 'manual' },
  };
  const vault = { keyFile: 'vault/key' };
  writeFileSync(
    config,
    JSON.stringify({ environment: 'a', regions: ['us-east-1'], actionTypes: [type], vault }),
  );
  await runCommandHere(add(dir, '--config', config), CANARY);
  expect([existsSync(join(dir, 'vault/key')), existsSync(join(dir, 'key'))]).toEqual([true, false]);
  expect((await listed(dir, '--key-file', join(dir, 'vault/key'))).clients[0]?.tokenUsable).toBe(true);
});

it('makes no key to read with, and says that it cannot tell', async () => {
  const dir = aFolder();
  const keyFile = join(aFolder(), 'key');
  await runCommandHere(add(dir, '--key-file', keyFile), CANARY);
  expect((await listed(dir)).clients[0]?.tokenUsable).toBeNull();
  expect(existsSync(join(dir, 'key'))).toBe(false);
});

it('leaves a folder alone whose key is in the keyring of the desktop', async () => {
  const dir = aFolder();
  writeFileSync(join(dir, 'key.wrapped'), 'x');
  const { code, err } = await runCommandHere(add(dir), CANARY);
  expect([code, err]).toEqual([1, expect.stringContaining("a key in the desktop's keyring")]);
  expect(readdirSync(dir)).toEqual(['key.wrapped']);
});

it.each([
  ['a client id that is no UUID', ['--client-id', '12'], CANARY, /^error: --client-id: expected a UUID like/],
  ['an empty label', ['--label', ' '], CANARY, /^error: --label: expected the customer's name/],
  ['a long label', ['--label', 'x'.repeat(201)], CANARY, /^error: --label: expected at most 200/],
  ['no token', [], ' \n', /^error: token: expected the client token/],
  ['a long token', [], 'x'.repeat(257), /^error: token: expected at most 256/],
  ['endless input', [], 'x'.repeat(100_000), /^error: standard input: expected one client token/],
  [
    'a token file that is missing',
    ['--token-file', '/nowhere/t'],
    '',
    /^error: --token-file: \/nowhere\/t cannot be read/,
  ],
  ['a token as argument', ['--token', CANARY], '', /^error: unknown option '--token'/],
  ['an extra argument', ['extra'], CANARY, /^error: too many arguments/],
  ['two vaults', ['--config', 'a.json', '--key-file', 'k'], CANARY, /cannot be used with/],
  [
    'a configuration that is missing',
    ['--config', '/nowhere/a.json'],
    CANARY,
    /^error: \/nowhere\/a\.json: no such file/,
  ],
])('refuses %s in one line, with exit code 1, and writes nothing', async (_what, args, input, expected) => {
  const dir = aFolder();
  const { code, out, err } = await runCommandHere(add(dir, ...args), input);
  expect(err).toMatch(expected);
  expect(err.trimEnd()).not.toMatch(/\n|canary-|x{50}|at .*\.ts/);
  expect([code, out, readdirSync(dir)]).toEqual([1, '', []]);
});

it.skipIf(process.platform === 'win32')('refuses a key file that others can read', async () => {
  const dir = aFolder();
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'key'), Buffer.alloc(32).toString('base64'));
  chmodSync(join(dir, 'key'), 0o644);
  const { code, err } = await runCommandHere(add(dir), CANARY);
  expect([code, err]).toEqual([1, expect.stringContaining('run chmod 600 on it')]);
});

it('lists many clients in pages or all of them, as a table and as one JSON document', async () => {
  const dir = aFolder();
  const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const lines = Array.from(
    { length: 1203 },
    (_, n) => `${id(n)},Customer ${String(n).padStart(4, '0')},t${n}\n`,
  );
  await runCommandHere(['clients', 'import', '--data', dir], lines.join(''));
  const all = await listed(dir);
  expect(all.clients.map(({ clientId }) => clientId)).toEqual(lines.map((_line, n) => id(n)));
  expect(all).toMatchObject({ total: 1203, unmatched: [] });
  const page = await listed(dir, '--page', '3', '--limit', '2');
  expect(page.clients.map(({ label }) => label)).toEqual(['Customer 0004', 'Customer 0005']);
  expect((await listed(dir, '--text', 'no such')).clients).toEqual([]);
  const { out } = await runCommandHere(['clients', 'list', '--data', dir]);
  expect(out.match(/CLIENT ID/g)).toHaveLength(1);
  expect(out.trimEnd().split('\n')).toHaveLength(1204);
  const paged = await runCommandHere(['clients', 'list', '--data', dir, '--limit', '100', '--page', '13']);
  expect(paged.out).toMatch(/Page 13 of 13, 1203 clients\.\n$/);
  const wrong = await runCommandHere(['clients', 'list', '--data', dir, '--limit', '501']);
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringMatching(/^error: --limit: /)]);
});
