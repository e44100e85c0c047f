import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { asClientId } from '#shared/domain/ids.ts';
import { Secret } from '#shared/domain/secret.ts';
import { createAuditLog } from '#main/store/audit-log.ts';
import { importClients } from '#main/store/client-import.ts';
import { createClientStore } from '#main/store/client-store.ts';
import { openStore } from '#main/store/open-store.ts';
import { createCipher } from '#main/vault/cipher.ts';
import { createSessionKey } from '#main/vault/session-key.ts';

const by = { at: 5, who: 'ada', reason: 'moved over' };
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
  expect(store.list().find(({ clientId }) => clientId === known.clientId)).toMatchObject({
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
  expect([store.list(), createAuditLog(db).list(null, 9)]).toEqual([[], []]);
  expect(db.raw.prepare('select count(*) from temp.prepared_clients').pluck().get()).toBe(0);
});
