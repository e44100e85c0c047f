import { randomUUID } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { createClientActs } from '#main/compose/client-acts.ts';
import type { Runtime } from '#main/compose/runtime.ts';
import { createConfigurationReceiver } from '#main/electron/configuration-receiver.ts';
import { clientsHandlers } from '#main/electron/handlers/clients.ts';
import { createReceivedRequests } from '#main/electron/received-requests.ts';
import type { RuntimeHost } from '#main/compose/runtime-host.ts';
import { createAuditLog } from '#main/store/audit-log.ts';
import { createClientStore } from '#main/store/client-store.ts';
import { createKeptValues } from '#main/store/kept-values.ts';
import { createCipher } from '#main/vault/cipher.ts';
import { createSessionKey } from '#main/vault/session-key.ts';
import { asClientId } from '#shared/domain/ids.ts';
import { LIKELY_PAGE_NAMES } from '#shared/domain/configuration-page.ts';
import { aStore } from '../store/store-fixture.ts';
import { aRuntime } from './a-runtime.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const names = { clientId: '', label: '', token: '' };
const FILE = `${id(1)},One,canary-1\n${id(2)},Two,canary-2\nbad,canary-swapped,x\n${id(3)},Three,canary-3\n`;

/** The handlers on a real store, with a file that a person "chooses". */
async function aDesk(chosen: { name: string; text: string } | null = null) {
  const db = await aStore();
  const store = createClientStore(db, createCipher(createSessionKey()));
  const acts = createClientActs(
    db,
    store,
    () => 1000,
    () => undefined,
  );
  const kept = createKeptValues(db);
  const runtime: Runtime = {
    ...aRuntime().runtime,
    findClient: (clientId) => Promise.resolve(store.view(asClientId(clientId))),
    addClient: async (client, by) => ({ ...(await acts.add(client, by)), releasedRuns: 0 }),
    renameClient: async (clientId, label, by) => Promise.resolve(acts.rename(clientId, label, by)),
    setClientDisabled: async (clientId, disabled, by) =>
      Promise.resolve({ client: acts.setDisabled(clientId, disabled, by), releasedRuns: 0 }),
    compareClients: (all, signal) => acts.compareAll(all, signal),
    importClients: async (all, by, watch) => ({ ...(await acts.importAll(all, by, watch)), releasedRuns: 0 }),
    keptValue: (name) => Promise.resolve(kept.read(name)),
    keepValue: (name, value) => Promise.resolve(kept.keep(name, value)),
  };
  const host = { runtime: () => Promise.resolve(runtime) } as RuntimeHost;
  const requests = createReceivedRequests(
    () => 1000,
    () => undefined,
  );
  const receiver = createConfigurationReceiver({
    take: (text) => requests.offer(text, 'receiver'),
    onChanged: () => undefined,
    now: () => 1000,
  });
  onTestFinished(() => receiver.close());
  const handlers = clientsHandlers(host, () => Promise.resolve(chosen), { requests, receiver });
  const importId = randomUUID();
  onTestFinished(() => void handlers['clients.closeImport']({ importId }));
  return { handlers, store, audit: createAuditLog(db), importId, requests };
}

it('previews a chosen file without a token, and takes the good ones', async () => {
  const { handlers, store, importId, audit } = await aDesk({ name: 'clients.csv', text: FILE });
  await handlers['clients.add']({ clientId: id(1), label: 'One', token: 'canary-1' });
  await handlers['clients.add']({ clientId: id(2), label: 'Zwei', token: 'canary-old' });
  const opened = await handlers['clients.openImport']({ importId, source: { kind: 'dialog' }, names });
  expect(opened).toEqual({
    opened: true,
    name: 'clients.csv',
    counts: { new: 1, replaces: 1, same: 1, bad: 1 },
  });
  const { rows, total } = await handlers['clients.importRows']({
    importId,
    verdict: null,
    page: 1,
    pageSize: 9,
  });
  expect(rows.map(({ place, verdict, labelBefore }) => [place, verdict, labelBefore])).toEqual([
    ['line 1', 'same', null],
    ['line 2', 'replaces', 'Zwei'],
    ['line 3', 'bad', null],
    ['line 4', 'new', null],
  ]);
  expect([total, JSON.stringify(rows).includes('canary')]).toEqual([4, false]);
  await expect(handlers['clients.takeImport']({ importId, skipBad: false })).rejects.toMatchObject({
    code: 'not-allowed-now',
  });
  const end = await handlers['clients.takeImport']({ importId, skipBad: true, reason: 'moved' });
  expect(end).toEqual({ added: 1, replaced: 1, releasedRuns: 0 });
  expect((await store.find(asClientId(id(2)))).token?.reveal()).toBe('canary-2');
  expect(audit.list(id(1), 9)).toHaveLength(1);
  expect(audit.list(id(2), 1)).toMatchObject([{ act: 'import client', reason: 'moved' }]);
  await expect(handlers['clients.takeImport']({ importId, skipBad: true })).rejects.toMatchObject({
    code: 'not-found',
  });
});

it('answers that nothing was chosen, and ends a cancelled import without a trace', async () => {
  const { handlers, store, importId } = await aDesk();
  const dialog = { importId, source: { kind: 'dialog' as const }, names };
  expect(await handlers['clients.openImport'](dialog)).toMatchObject({ opened: false });
  const text = Array.from({ length: 5000 }, (_, n) => `${id(n)},L,t${n}`).join('\n');
  const opening = handlers['clients.openImport']({
    ...dialog,
    source: { kind: 'text', name: 'pasted', text },
  });
  await new Promise(setImmediate);
  expect(await handlers['clients.importProgress']({ importId })).toMatchObject({ phase: 'reading' });
  await handlers['clients.closeImport']({ importId });
  await expect(opening).rejects.toMatchObject({ code: 'not-allowed-now' });
  expect(await handlers['clients.importProgress']({ importId })).toMatchObject({ phase: 'ended' });
  expect(store.view(asClientId(id(1)))).toBeNull();
});

it('writes every act into the audit with both states, and says when nothing changed', async () => {
  const { handlers, audit } = await aDesk();
  const clientId = id(1);
  await expect(handlers['clients.rename']({ clientId, label: 'x' })).rejects.toMatchObject({
    code: 'not-found',
  });
  await handlers['clients.add']({ clientId, label: 'One', token: 'canary-1' });
  await handlers['clients.rename']({ clientId, label: 'Eins' });
  await handlers['clients.setDisabled']({ clientId, disabled: true, reason: 'unpaid' });
  const { client } = await handlers['clients.setDisabled']({ clientId, disabled: true });
  expect(client.disabledAt).toBe(1000);
  await handlers['clients.setDisabled']({ clientId, disabled: false });
  const rows = audit.list(clientId, 9).reverse();
  expect(
    rows.map(({ act, outcome, before, after, reason }) => [act, outcome, before, after, reason]),
  ).toEqual([
    ['add client', 'took-effect', 'unknown', 'known', null],
    ['rename client', 'took-effect', 'One', 'Eins', null],
    ['disable client', 'took-effect', 'enabled', 'disabled', 'unpaid'],
    ['disable client', 'no-effect', 'disabled', 'disabled', null],
    ['enable client', 'took-effect', 'disabled', 'enabled', null],
  ]);
});

it('shows a request of the configuration page, keeps its names, stores it, and rotates when it comes again', async () => {
  const { handlers, store } = await aDesk();
  const text = JSON.stringify({ kunde: id(1), clientToken: 'canary-1', redirectUrl: 'https://a.example/b' });
  const used = { ...LIKELY_PAGE_NAMES, clientId: 'kunde' };
  const shown = await handlers['clients.readPage']({ text, names: used });
  expect(shown).toMatchObject({ clientId: id(1), known: null, redirectHost: 'a.example', problem: null });
  expect(JSON.stringify(shown)).not.toContain('canary');
  expect(await handlers['clients.pageNames'](null)).toEqual(used);
  await handlers['clients.takePage']({ text, names: used, label: 'One' });
  const again = { text: text.replace('canary-1', 'canary-2'), names: used };
  expect((await handlers['clients.readPage'](again)).known?.label).toBe('One');
  expect(await handlers['clients.takePage']({ ...again, label: 'One' })).toMatchObject({ wasKnown: true });
  expect((await store.find(asClientId(id(1)))).token?.reveal()).toBe('canary-2');
  await expect(
    handlers['clients.takePage']({ text, names: LIKELY_PAGE_NAMES, label: 'One' }),
  ).rejects.toMatchObject({ code: 'invalid-input' });
});

it('stores a received request by its id: its text never comes from the window', async () => {
  const { handlers, store, requests } = await aDesk();
  const given = JSON.stringify({ clientId: id(7), clientToken: 'canary-77' });
  requests.offer(`request=${encodeURIComponent(given)}`, 'link');
  const { request } = await handlers['clients.received'](null);
  const receivedId = request?.id ?? '';
  const page = await handlers['clients.readPage']({ text: '', receivedId, names: LIKELY_PAGE_NAMES });
  expect([page.clientId, page.problem, JSON.stringify(page).includes('canary')]).toEqual([
    id(7),
    null,
    false,
  ]);
  expect(store.view(asClientId(id(7)))).toBeNull();
  await handlers['clients.takePage']({ text: '', receivedId, names: LIKELY_PAGE_NAMES, label: 'Seven' });
  expect((await store.find(asClientId(id(7)))).token?.reveal()).toBe('canary-77');
  await handlers['clients.stopReceiving']({ drop: receivedId });
  await expect(
    handlers['clients.readPage']({ text: '', receivedId, names: LIKELY_PAGE_NAMES }),
  ).rejects.toMatchObject({ code: 'not-found' });
});

it('keeps the port of the receiver with the environment', async () => {
  const { handlers } = await aDesk();
  expect((await handlers['clients.received'](null)).port).toBe(0);
  const first = await handlers['clients.startReceiving']({ port: 0 });
  const port = Number(new URL(first.url).port);
  await handlers['clients.stopReceiving']({ drop: null });
  await handlers['clients.startReceiving']({ port });
  expect(await handlers['clients.received'](null)).toMatchObject({ port, receiver: { url: first.url } });
});
