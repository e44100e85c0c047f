import { expect, it } from 'vitest';
import { createClientStore } from '#main/store/client-store.ts';
import { createStockReader, STOCK_QUERIES } from '#main/store/stock-reader.ts';
import { createCipher } from '#main/vault/cipher.ts';
import { createSessionKey } from '#main/vault/session-key.ts';
import { Secret } from '#shared/domain/secret.ts';
import { aLedger, aSeenJob, aStore, CLIENT, continueWith, NOW, runId } from './store-fixture.ts';

/** A run that is claimed and has a result in the outbox, written `ageMs` before now. */
async function withResult(ledger: ReturnType<typeof aLedger>['ledger'], name: string, ageMs: number) {
  const id = runId(name);
  await ledger.jobSeen(aSeenJob(name, { deadlineAt: NOW + 60_000 - ageMs }), id);
  await ledger.apply(id, 'claim-started', {}, NOW, []);
  await ledger.apply(id, 'claimed-by-agent', {}, NOW, []);
  return ledger.writeResult(id, continueWith(name), {}, NOW - ageMs, []);
}

it('counts nothing in an empty ledger', async () => {
  expect(createStockReader(await aStore())()).toEqual({
    ...{ runs: [], deadlines: [] },
    outbox: { results: 0, oldestWrittenAt: null, oldestOwedAt: null, earliestTryAt: null },
  });
});

it('counts runs by state, the nearest deadlines, and the outbox until its results are settled', async () => {
  const db = await aStore();
  const { ledger } = aLedger(db);
  await ledger.jobSeen(aSeenJob('seen', { deadlineAt: NOW + 5_000 }), runId('seen'));
  await ledger.jobSeen(aSeenJob('over', { deadlineAt: NOW + 1_000 }), runId('over'));
  await ledger.apply(runId('over'), 'job-over', {}, NOW, []);
  const older = await withResult(ledger, 'older', 9_000);
  await withResult(ledger, 'newer', 4_000);
  const clients = createClientStore(db, createCipher(createSessionKey()));
  clients.add({ clientId: CLIENT, label: 'Contoso', token: new Secret('token') }, NOW);
  const read = createStockReader(db);
  const region = 'us-east-1';
  const stock = read();
  expect(stock.runs.map(({ state, runs }) => [state, runs]).toSorted()).toEqual([
    ['expired', 1],
    ['polled', 1],
    ['reporting', 2],
  ]);
  expect(stock.deadlines).toEqual([
    { region, claimed: false, nearestAt: NOW + 5_000 },
    { region, claimed: true, nearestAt: NOW + 51_000 },
  ]);
  expect(stock.outbox).toMatchObject({ results: 2, oldestWrittenAt: NOW - 9_000, oldestOwedAt: NOW - 9_000 });

  // What waits for a person's token is in the outbox, and nobody else's fault.
  await clients.refused(CLIENT, NOW);
  expect(read().outbox).toMatchObject({ results: 2, oldestWrittenAt: NOW - 9_000, oldestOwedAt: null });

  await ledger.settleResult(older?.outboxId ?? 0, 'continuation-accepted', {}, NOW, []);
  expect(read().outbox).toMatchObject({ results: 1, oldestWrittenAt: NOW - 4_000 });
});

it.each<[string, string]>(Object.entries(STOCK_QUERIES))(
  'reads no table from end to end for %s',
  async (_of, query) => {
    const db = await aStore();
    const plan = db.raw.prepare<[], { detail: string }>(`explain query plan ${query}`).all();
    const scans = plan.map(({ detail }) => detail).filter((detail) => detail.startsWith('SCAN'));
    for (const scan of scans)
      expect(scan).toMatch(
        /^SCAN (run_counts|runs USING INDEX runs_live|outbox USING INDEX outbox_unsettled)$/,
      );
  },
);
