import { expect, it } from 'vitest';
import { importClients } from '#main/store/client-import.ts';
import { createClientStore } from '#main/store/client-store.ts';
import { createCipher } from '#main/vault/cipher.ts';
import { createKeyHandle } from '#main/vault/key-handle.ts';
import { createSessionKey } from '#main/vault/session-key.ts';
import { clientQuerySchema, type ClientQuery } from '#shared/domain/client.ts';
import { asClientId } from '#shared/domain/ids.ts';
import { Secret } from '#shared/domain/secret.ts';
import { aStore, NOW } from './store-fixture.ts';

const MANY = 100_000;
const cipher = createCipher(createKeyHandle(Buffer.alloc(32, 7)));
const id = (n: number) => asClientId(`${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`);
/** Ids as CodePipeline gives them are in no order. */
const anyId = (n: number) =>
  asClientId(
    `${((n * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`,
  );
const aClient = (n: number, label = `Customer ${n}`) => ({
  clientId: id(n),
  label,
  token: new Secret(`t${n}`),
});
const query = (change: Partial<ClientQuery> = {}) => clientQuerySchema.parse(change);

/** Six clients: one each that is lost, refused, disabled or used, and two plain ones. */
async function aMixedStore() {
  const db = await aStore();
  const lost = createClientStore(db, createCipher(createSessionKey()));
  lost.add(aClient(1, 'delta'), NOW + 1);
  const store = createClientStore(db, cipher);
  const labels = ['', '', 'Alpha', 'bravo', 'Charlie', 'echo 50%', 'Foxtrot'];
  for (const n of [2, 3, 4, 5, 6]) store.add(aClient(n, labels[n]), NOW + n);
  await store.refused(id(2), NOW);
  store.setDisabled(id(3), true, NOW + 9);
  await store.used(id(4), NOW + 5);
  store.forgetEarlierSessions();
  return store;
}

it.each<[string, Partial<ClientQuery>, string[], number]>([
  ['all by label, whatever the case', {}, ['Alpha', 'bravo', 'Charlie', 'delta', 'echo 50%', 'Foxtrot'], 6],
  ['the other way round', { descending: true, pageSize: 2 }, ['Foxtrot', 'echo 50%'], 6],
  ['the second page', { page: 2, pageSize: 4 }, ['echo 50%', 'Foxtrot'], 6],
  ['a page that is not there', { page: 9 }, [], 6],
  ['those without a readable token', { filter: 'unusable' }, ['delta'], 1],
  ['refused ones', { filter: 'refused' }, ['Alpha'], 1],
  ['disabled ones', { filter: 'disabled' }, ['bravo'], 1],
  ['unused ones that hold a text', { filter: 'unused', text: ' ALPH' }, ['Alpha'], 1],
  ['a text with a wildcard in it', { text: '50%' }, ['echo 50%'], 1],
  ['a wildcard alone as a text', { text: '_' }, [], 0],
  ['a part of an id', { text: '00000004-' }, ['Charlie'], 1],
  ['the newest first', { sortBy: 'createdAt', descending: true, pageSize: 2 }, ['Foxtrot', 'echo 50%'], 6],
  ['the last used first', { sortBy: 'lastUsedAt', descending: true, pageSize: 1 }, ['Charlie'], 6],
  ['the most refused first', { sortBy: 'invalidTokenCount', descending: true, pageSize: 1 }, ['Alpha'], 6],
])('lists %s', async (_what, change, labels, total) => {
  const page = (await aMixedStore()).list(query(change));
  expect(page.rows.map(({ label }) => label)).toEqual(labels);
  expect(page.total).toBe(total);
  expect(page.counts).toEqual({ all: 6, unusable: 1, refused: 1, disabled: 1, unused: 5 });
});

it('renames and disables known clients, and finds what is new at once', async () => {
  const store = await aMixedStore();
  expect(await store.find(id(4))).toMatchObject({ label: 'Charlie', disabled: false });
  expect([store.rename(id(4), 'Karl', NOW), store.setDisabled(id(4), true, NOW)]).toEqual([true, true]);
  expect(await store.find(id(4))).toMatchObject({ label: 'Karl', disabled: true });
  store.setDisabled(id(4), false, NOW);
  expect(await store.find(id(4))).toMatchObject({ disabled: false });
  expect([store.rename(id(99), 'x', NOW), store.setDisabled(id(99), true, NOW)]).toEqual([false, false]);
});

it('keeps a client disabled when its token is replaced', async () => {
  const store = await aMixedStore();
  expect(store.add(aClient(3, 'bravo'), NOW).disabledAt).toBe(NOW + 9);
});

it.each<[string, () => ReturnType<typeof aClient>, string]>([
  ['an unknown client', () => aClient(50), 'new'],
  ['the same label and token', () => aClient(4, 'Charlie'), 'same'],
  ['another label', () => aClient(4, 'Karl'), 'replaces'],
  ['another token', () => ({ ...aClient(4, 'Charlie'), token: new Secret('other') }), 'replaces'],
  ['a token that was refused and is given again', () => aClient(2, 'Alpha'), 'replaces'],
  ['a token that cannot be read', () => aClient(1, 'delta'), 'replaces'],
])('compares %s', async (_what, client, verdict) => {
  expect((await aMixedStore()).compare(client()).verdict).toBe(verdict);
});

/** Milliseconds of work, whatever else the machine does meanwhile. */
function workOf(act: () => unknown): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

it(`answers the first page of ${MANY} clients, filtered and sorted, without reading them all`, async () => {
  const db = await aStore();
  const store = createClientStore(db, cipher);
  store.add(aClient(0), NOW);
  db.raw.exec(`with recursive n (i) as (select 1 union all select i + 1 from n where i < ${MANY - 1})
    insert into clients (client_id, label, token_sealed, key_id, created_at, updated_at)
    select printf('%08x-0000-4000-8000-%012d', (i * 2654435761) % 4294967296, i), 'Customer ' || i, token_sealed, key_id, i, i
    from n, clients where client_id = '${id(0)}'`);
  const slowest = [
    query(),
    query({ page: MANY / 50 }),
    query({ text: 'customer 9999' }),
    query({ text: 'no such thing' }),
    query({ filter: 'unusable' }),
    query({ filter: 'unused', page: 100 }),
    query({ sortBy: 'lastUsedAt', descending: true }),
    query({ sortBy: 'createdAt', filter: 'unused' }),
    query({ sortBy: 'invalidTokenCount', text: 'customer' }),
  ].map((asked) => Math.min(...[1, 2, 3].map(() => workOf(() => store.list(asked)))));
  expect(store.list(query())).toMatchObject({ total: MANY, counts: { unusable: 0, unused: MANY } });
  expect(Math.max(...slowest)).toBeLessThan(150);
});

it('takes an import in turns of a few milliseconds', async () => {
  const db = await aStore();
  const store = createClientStore(db, cipher);
  const turns: number[] = [];
  let before = process.cpuUsage();
  const watch = {
    onProgress: () => {
      const { user, system } = process.cpuUsage(before);
      turns.push((user + system) / 1000);
      before = process.cpuUsage();
    },
  };
  const clients = Array.from({ length: 10_000 }, (_, n) => ({ ...aClient(n), clientId: anyId(n) }));
  await importClients(db, store, clients, { at: NOW, who: 'ada', reason: null }, watch);
  expect(turns.length).toBeGreaterThanOrEqual(200);
  expect(turns.sort((a, b) => a - b)[Math.floor(turns.length * 0.95)]).toBeLessThan(50);
});
