import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createAuditLog } from '#main/store/audit-log.ts';
import { createClientStore } from '#main/store/client-store.ts';
import { createCipher } from '#main/vault/cipher.ts';
import { createKeyHandle } from '#main/vault/key-handle.ts';
import { createSessionKey } from '#main/vault/session-key.ts';
import { clientQuerySchema } from '#shared/domain/client.ts';
import { asClientId } from '#shared/domain/ids.ts';
import { Secret } from '#shared/domain/secret.ts';
import { aFolder, aStore, CLIENT, NOW } from './store-fixture.ts';

const OTHER = asClientId('00000000-0000-4000-8000-000000000002');
const CANARY = 'canary-token-93b1f';
const cipher = createCipher(createKeyHandle(Buffer.alloc(32, 7)));
const all = clientQuerySchema.parse({});
const rowsOf = (clients: ReturnType<typeof createClientStore>) => clients.list(all).rows;
const aClient = (label = 'Fabrikam', token = CANARY) => ({
  clientId: CLIENT,
  label,
  token: new Secret(token),
});

it('adds, finds, lists and removes clients', async () => {
  const clients = createClientStore(await aStore(), cipher);
  expect(clients.add(aClient(), NOW)).toEqual({
    clientId: CLIENT,
    label: 'Fabrikam',
    tokenUsable: true,
    createdAt: NOW,
    lastUsedAt: null,
    invalidTokenCount: 0,
    refusedAt: null,
    disabledAt: null,
  });
  const found = await clients.find(CLIENT);
  expect([found.label, found.token?.reveal()]).toEqual(['Fabrikam', CANARY]);
  expect(await clients.find(OTHER)).toEqual({ label: null, token: null, disabled: false });
  expect([clients.remove(CLIENT), clients.remove(CLIENT), rowsOf(clients)]).toEqual([true, false, []]);
});

it('keeps a refused token from being used until it is replaced', async () => {
  const clients = createClientStore(await aStore(), cipher);
  clients.add(aClient(), NOW);
  await clients.used(CLIENT, NOW + 1);
  await clients.refused(CLIENT, NOW + 2);
  await clients.refused(CLIENT, NOW + 3);
  expect(await clients.find(CLIENT)).toEqual({ label: 'Fabrikam', token: null, disabled: false });
  expect(rowsOf(clients)[0]).toMatchObject({ lastUsedAt: NOW + 1, invalidTokenCount: 2 });
  expect(clients.add(aClient('Fabrikam', 'new'), NOW + 4)).toMatchObject({
    createdAt: NOW,
    invalidTokenCount: 0,
  });
  expect((await clients.find(CLIENT)).token?.reveal()).toBe('new');
});

it('says that a token under another key is not usable, and leaves it alone', async () => {
  const db = await aStore();
  createClientStore(db, cipher).add(aClient(), NOW);
  const stranger = createClientStore(db, createCipher(createKeyHandle(Buffer.alloc(32, 8))));
  expect(rowsOf(stranger)[0]?.tokenUsable).toBe(false);
  expect(await stranger.find(CLIENT)).toEqual({ label: 'Fabrikam', token: null, disabled: false });
  await stranger.used(CLIENT, NOW);
  expect(stranger.forgetEarlierSessions()).toBe(0);
  expect((await createClientStore(db, cipher).find(CLIENT)).token?.reveal()).toBe(CANARY);
});

it('forgets the tokens of earlier sessions, not their clients', async () => {
  const db = await aStore();
  createClientStore(db, createCipher(createSessionKey())).add(aClient(), NOW);
  createClientStore(db, cipher).add({ ...aClient('Kept'), clientId: OTHER }, NOW);
  const now = createClientStore(db, createCipher(createSessionKey()));
  expect(now.forgetEarlierSessions()).toBe(1);
  expect(rowsOf(now).map((client) => [client.label, client.tokenUsable])).toEqual([
    ['Fabrikam', false],
    ['Kept', false],
  ]);
  expect(await now.find(CLIENT)).toEqual({ label: 'Fabrikam', token: null, disabled: false });
  expect((await createClientStore(db, cipher).find(OTHER)).token).not.toBeNull();
});

it('does not take a token that was copied to another client or changed', async () => {
  const db = await aStore();
  const clients = createClientStore(db, cipher);
  clients.add(aClient(), NOW);
  clients.add({ ...aClient('Other', 'theirs'), clientId: OTHER }, NOW);
  db.raw.exec(
    `update clients set token_sealed = (select token_sealed from clients where client_id = '${CLIENT}')`,
  );
  expect((await clients.find(OTHER)).token).toBeNull();
  expect(rowsOf(clients).map((client) => client.tokenUsable)).toEqual([true, false]);
  db.raw.exec(`update clients set token_sealed = zeroblob(60) where client_id = '${CLIENT}'`);
  expect((await clients.find(CLIENT)).token).toBeNull();
});

it('leaves no token in any file of the data folder', async () => {
  const dir = aFolder();
  const clients = createClientStore(await aStore(dir), cipher);
  clients.add(aClient(), NOW);
  clients.add(aClient('Fabrikam', `${CANARY}-rotated`), NOW);
  const files = readdirSync(dir);
  expect(files).toContain('action-desk.db-wal');
  for (const file of files) expect(readFileSync(join(dir, file)).includes(CANARY), file).toBe(false);
});

it('sees that another process changed the file', async () => {
  const dir = aFolder();
  const here = createClientStore(await aStore(dir), cipher);
  const there = createClientStore(await aStore(dir), cipher);
  const before = here.dataVersion();
  here.add(aClient('Own change'), NOW);
  expect(here.dataVersion()).toBe(before);
  there.add(aClient('Change from elsewhere'), NOW);
  expect(here.dataVersion()).not.toBe(before);
});

it('adds to the audit and reads the newest first', async () => {
  const audit = createAuditLog(await aStore());
  const entry = {
    at: NOW,
    who: 'kim',
    act: 'fail',
    outcome: 'took-effect',
    reason: null,
    before: 'working',
    after: 'failed',
  };
  audit.record({ ...entry, subject: 'run-1' });
  audit.record({ ...entry, subject: 'run-2' });
  expect(audit.list(null, 10).map((row) => row.subject)).toEqual(['run-2', 'run-1']);
  expect(audit.list('run-1', 10)).toMatchObject([entry]);
});
