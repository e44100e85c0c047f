import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { clientQuerySchema } from '#shared/domain/client.ts';
import { asClientId } from '#shared/domain/ids.ts';
import { Secret } from '#shared/domain/secret.ts';
import { createAuditLog } from '#main/store/audit-log.ts';
import { finishImports, importClients } from '#main/store/client-import.ts';
import { createClientStore } from '#main/store/client-store.ts';
import type { StoreDatabase } from '#main/store/open-database.ts';
import { openStore } from '#main/store/open-store.ts';
import { createCipher } from '#main/vault/cipher.ts';
import { createSessionKey } from '#main/vault/session-key.ts';

const by = { at: 5, who: 'ada', reason: 'moved over' };
const all = clientQuerySchema.parse({});
const leftRows = (db: StoreDatabase) =>
  db.raw.prepare('select count(*) from client_import_rows').pluck().get();
const aClient = (n: number, token = `token-${n}`) => ({
  clientId: asClientId(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`),
  label: `Customer ${n}`,
  token: new Secret(token),
});

async function aStore() {
  const dir = mkdtempSync(join(tmpdir(), 'action-desk-import-'));
  const db = await openStore(dir);
  onTestFinished(() => {
    db.close();
    rmSync(dir, { recursive: true, force: true });
  });
  return { db, store: createClientStore(db, createCipher(createSessionKey())) };
}

it('replaces known clients, forgives refused tokens, and lets every new token be read', async () => {
  const { db, store } = await aStore();
  const known = aClient(1, 'old');
  store.add(known, 1);
  await store.refused(known.clientId, 2);
  await store.find(known.clientId);
  const clients = Array.from({ length: 450 }, (_, n) => aClient(n + 1));
  expect(await importClients(db, store, clients, by)).toEqual({ added: 449, replaced: 1 });
  for (const n of [1, 200, 450]) {
    const { token, label } = await store.find(aClient(n).clientId);
    expect([token?.reveal(), label]).toEqual([`token-${n}`, `Customer ${n}`]);
  }
  expect(store.view(known.clientId)).toMatchObject({
    createdAt: 1,
    invalidTokenCount: 0,
  });
  expect(createAuditLog(db).list(known.clientId, 9)).toMatchObject([
    { ...by, act: 'import client', outcome: 'took-effect', before: 'known', after: 'known' },
  ]);
});

it('leaves everything as it was when one row cannot be written', async () => {
  const { db, store } = await aStore();
  db.raw.exec(`create trigger full before insert on clients when new.label = 'Customer 3'
    begin select raise(abort, 'disk full'); end`);
  await expect(
    importClients(
      db,
      store,
      [1, 2, 3, 4].map((n) => aClient(n)),
      by,
    ),
  ).rejects.toThrow();
  expect([store.list(all).rows, createAuditLog(db).list(null, 9)]).toEqual([[], []]);
  expect(leftRows(db)).toBe(0);
});

it('is cancelled while it is being written down, and changes nothing then', async () => {
  const { db, store } = await aStore();
  const abort = new AbortController();
  const clients = Array.from({ length: 1000 }, (_, n) => aClient(n));
  const told: string[] = [];
  await expect(
    importClients(db, store, clients, by, {
      signal: abort.signal,
      onProgress: (phase, done, total) => {
        told.push(`${phase} ${done}/${total}`);
        if (done === 200) abort.abort();
      },
    }),
  ).rejects.toMatchObject({ code: 'not-allowed-now' });
  expect(told).toEqual(['staging 100/1000', 'staging 200/1000']);
  expect([store.list(all).total, leftRows(db)]).toEqual([0, 0]);
});

it('is finished at the next start when it ends while taking, and does not undo what was done meanwhile', async () => {
  const { db, store } = await aStore();
  const clients = Array.from({ length: 900 }, (_, n) => aClient(n));
  db.raw.exec(`create trigger full before insert on clients when new.label = 'Customer 450'
    begin select raise(abort, 'disk full'); end`);
  await expect(importClients(db, store, clients, by)).rejects.toThrow(/400 of 900 clients were taken/);
  expect([store.list(all).total, leftRows(db)]).toEqual([400, 500]);
  db.raw.exec('drop trigger full');
  store.add({ ...aClient(500), label: 'Newer' }, by.at + 1);
  store.remove(aClient(600).clientId);
  // An import that had only begun when its process ended.
  db.raw.exec("insert into client_imports (id, at, who, taking) values (77, 1, 'x', 0)");
  db.raw.exec("insert into client_import_rows values (9999, 77, 'half', 'x', x'00', 'k')");
  expect(await finishImports(db, store)).toBe(499);
  expect([store.list(all).total, leftRows(db)]).toEqual([899, 0]);
  expect(store.view(aClient(500).clientId)?.label).toBe('Newer');
  expect((await store.find(aClient(899).clientId)).token?.reveal()).toBe('token-899');
  expect(createAuditLog(db).list(aClient(899).clientId, 9)).toMatchObject([{ ...by, act: 'import client' }]);
  expect(await finishImports(db, store)).toBe(0);
});
