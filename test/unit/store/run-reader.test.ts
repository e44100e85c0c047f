import { expect, it } from 'vitest';
import { asClientId } from '#shared/domain/ids.ts';
import { runDetailSchema, runPageSchema, runQuerySchema, RUN_SORTS } from '#shared/domain/run.ts';
import { createClientStore } from '#main/store/client-store.ts';
import { createRunReader } from '#main/store/run-reader.ts';
import { createCipher } from '#main/vault/cipher.ts';
import { createSessionKey } from '#main/vault/session-key.ts';
import { Secret } from '#shared/domain/secret.ts';
import {
  aLedger,
  aLine,
  aSeenJob,
  aStore,
  aSuccessor,
  CLIENT,
  continueWith,
  details,
  NOW,
  runId,
} from './store-fixture.ts';

const query = (change: Record<string, unknown> = {}) => runQuerySchema.parse(change);

/** Twelve runs in three regions; every third waits for its token, every fourth is over. */
async function aFilledLedger() {
  const db = await aStore();
  const { ledger } = aLedger(db);
  for (let n = 0; n < 12; n += 1) {
    const region = ['us-east-1', 'us-west-2', 'eu-west-1'][n % 3] ?? '';
    const seen = aSeenJob(`job-${n}`, {
      seenAt: NOW + n,
      clientLabel: `Customer ${n % 2}`,
      deadlineAt: NOW + 900 - n,
    });
    await ledger.jobSeen({ ...seen, job: { ...seen.job, region } }, runId(String(n)));
    if (n % 3 === 0) await ledger.apply(runId(String(n)), 'token-missing', {}, NOW + 100 + n, []);
    if (n % 4 === 1)
      await ledger.apply(runId(String(n)), 'job-over', { message: `gone_${n}%` }, NOW + 100, []);
  }
  return { db, ledger, reader: createRunReader(db) };
}

it('pages through all runs without a gap or a double, in every order', async () => {
  const { reader } = await aFilledLedger();
  for (const sortBy of RUN_SORTS) {
    for (const descending of [true, false]) {
      const pages = [1, 2, 3].map((page) =>
        reader.listRuns(query({ sortBy, descending, page, pageSize: 5 })),
      );
      const ids = pages.flatMap(({ rows }) => rows.map((row) => row.runId));
      expect(new Set(ids).size, `${sortBy} ${descending}`).toBe(12);
      const whole = reader.listRuns(query({ sortBy, descending, pageSize: 50 }));
      expect(whole.rows.map((row) => row.runId)).toEqual(ids);
    }
  }
  expect(reader.listRuns(query({ page: 9, pageSize: 5 })).rows).toEqual([]);
});

it('sorts by the column asked for, unknown values last', async () => {
  const { reader } = await aFilledLedger();
  const created = reader.listRuns(query()).rows.map((row) => row.createdAt);
  expect(created).toEqual([...created].sort((a, b) => b - a));
  const deadlines = reader.listRuns(query({ sortBy: 'deadlineAt', descending: false })).rows;
  expect(deadlines.map((row) => (row.deadlineAt === null ? '-' : 'x')).join('')).toBe('xxxxxxxxx---');
});

it('filters by state and region, and counts states over the whole ledger', async () => {
  const { reader } = await aFilledLedger();
  const page = reader.listRuns(query({ states: ['needs-token'], regions: ['us-east-1'], pageSize: 1 }));
  expect(page.total).toBe(3);
  expect(page.rows).toHaveLength(1);
  expect(page.countsByState).toEqual({ 'needs-token': 3, polled: 6, expired: 3 });
  expect(reader.listRuns(query({ states: ['lost'] }))).toMatchObject({ total: 0, rows: [] });
  expect(runPageSchema.parse(reader.listRuns(query()))).toBeTruthy();
});

it.each([
  ['a run id', 'run-7', ['run-7']],
  ['a job id', 'job-7', ['run-7']],
  ['a part of a customer', 'tomer 1', ['run-11', 'run-9', 'run-7', 'run-5', 'run-3', 'run-1']],
  ['a region', 'EU-WEST', ['run-11', 'run-8', 'run-5', 'run-2']],
  ['a message, with its signs taken literally', 'gone_5%', ['run-5']],
  ['signs that match nothing', '%_%', []],
  ['a quote', "'; drop table runs --", []],
])('finds runs by %s', async (_what, text, expected) => {
  const { reader } = await aFilledLedger();
  const page = reader.listRuns(query({ text }));
  expect(page.rows.map((row) => row.runId)).toEqual(expected);
  expect(page.total).toBe(expected.length);
});

it('finds a run by every id it has, the newest where several match', async () => {
  const db = await aStore();
  const { ledger } = aLedger(db);
  const A = runId('a');
  await ledger.jobSeen(aSeenJob('job-1'), A);
  await ledger.apply(A, 'claim-started', {}, NOW, []);
  await ledger.apply(A, 'claimed-by-agent', {}, NOW, []);
  const row = await ledger.writeResult(A, continueWith('tok-1'), { externalExecutionId: '153245' }, NOW, [
    aLine('sent', { payload: { percentComplete: 10 }, durationMs: 12 }),
  ]);
  await ledger.settleResult(row!.outboxId, 'continuation-accepted', {}, NOW, []);
  await ledger.jobSeen(aSuccessor('job-2', 'tok-1'), runId('b'));
  const reader = createRunReader(db);
  for (const id of [A, 'job-1', 'job-2', '153245', 'tok-1']) expect(reader.getRun(id)?.run.runId).toBe(A);
  expect(reader.getRun('nothing')).toBeNull();
  expect(runDetailSchema.parse(reader.getRun(A))).toMatchObject({
    run: { executionUrl: 'https://example.com/runs/153245', jobCount: 2 },
    timeline: [{ sentence: 'sent', payload: { percentComplete: 10 }, durationMs: 12 }],
  });
});

it('fills execution URLs from configuration that is not secret only', async () => {
  const db = await aStore();
  const { ledger } = aLedger(db);
  const configuration = new Map([
    ['Team', 'a b'],
    ['ApiToken', 'canary'],
  ]);
  const urlOf = async (name: string, executionUrlTemplate: string) => {
    const seen = aSeenJob(name, { details: details(name, { configuration }), executionUrlTemplate });
    await ledger.jobSeen(seen, runId(name));
    return createRunReader(db).getRun(name)?.run.executionUrl;
  };
  expect(await urlOf('open', 'https://example.com/{Config:Team}')).toBe('https://example.com/a%20b');
  expect(await urlOf('secret', 'https://example.com/{Config:ApiToken}')).toBeNull();
});

it('lists clients that wait for a token, the nearest deadline first, and why', async () => {
  const { db, ledger, reader } = await aFilledLedger();
  const refused = asClientId('00000000-0000-4000-8000-000000000001');
  await ledger.jobSeen(aSeenJob('job-r', { clientId: refused, deadlineAt: NOW + 1 }), runId('r'));
  await ledger.apply(runId('r'), 'token-missing', {}, NOW, []);
  const clients = createClientStore(db, createCipher(createSessionKey()));
  clients.add({ clientId: refused, label: 'Refused', token: new Secret('x') }, NOW);
  await clients.refused(refused, NOW);
  const { unmatched, total } = reader.unmatchedClients();
  expect([total, reader.waitingRuns(null), reader.waitingRuns(refused)]).toEqual([2, 4, 1]);
  expect(unmatched.map(({ clientId, reason }) => [clientId, reason])).toEqual([
    [refused, 'refused'],
    [CLIENT, 'missing'],
  ]);
  expect(unmatched[1]?.runs.map((run) => run.runId)).toEqual(['run-6', 'run-3', 'run-0']);
  expect(unmatched.map(({ label, runCount }) => [label, runCount])).toEqual([
    ['Refused', 1],
    [null, 3],
  ]);
  clients.setDisabled(refused, true, NOW);
  expect(reader.unmatchedClients().unmatched[0]?.reason).toBe('disabled');
});
