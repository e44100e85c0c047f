import { expect, it } from 'vitest';
import type { FilterToken } from '#shared/domain/run-filter.ts';
import { riskFrom, RUN_LANES, stuckFrom } from '#shared/domain/run-lanes.ts';
import { runQuerySchema, type RunMatch } from '#shared/domain/run.ts';
import { isFinal, RUN_STATES } from '#shared/domain/run-state.ts';
import { createRunReader } from '#main/store/run-reader.ts';
import { aLedger, aSeenJob, aStore, continueWith, details, NOW, runId } from './store-fixture.ts';

const MINUTE = 60_000;
const query = (change: Record<string, unknown> = {}) => runQuerySchema.parse({ pageSize: 500, ...change });
const token = (
  property: FilterToken['property'],
  operator: FilterToken['operator'],
  ...values: string[]
) => ({
  ...(property ? { property } : {}),
  operator,
  values,
});

/** Runs of every state, seen from a minute to an hour ago, with deadlines from long ago to an hour ahead. */
async function aMixedLedger(now: () => number = () => NOW) {
  const db = await aStore();
  const { ledger } = aLedger(db);
  const set = db.raw.prepare(
    `update runs set state = ?, updated_at = ?, deadline_at = ?, finished_at = ?, backend_unreachable_since = ?,
       held_by = ?, percent_complete = ?, failure_type = ?, message = ? where run_id = ?`,
  );
  for (let n = 0; n < 72; n += 1) {
    const state = RUN_STATES[n % RUN_STATES.length] ?? 'polled';
    const over = isFinal(state);
    const seenAt = NOW - (n % 7) * MINUTE;
    const customer = { clientLabel: n % 5 === 0 ? null : `Customer ${n % 3}` };
    const seen = aSeenJob(`job-${n}`, { seenAt, ...customer, details: details(`job-${n}`) });
    await ledger.jobSeen(
      { ...seen, job: { ...seen.job, region: n % 2 ? 'us-east-1' : 'eu-west-1' } },
      runId(`${n}`),
    );
    const deadline = over || state === 'between-jobs' ? null : NOW + ((n * 7) % 40) * MINUTE - 2 * MINUTE;
    const unreachable = state === 'working' && n % 24 < 12 ? NOW - (n % 3) * MINUTE : null;
    const at = NOW - (n % 11) * MINUTE;
    const failure = state === 'failed' ? 'JobFailed' : null;
    const message = n % 4 === 0 ? null : `said_${n}%`;
    const holder = n % 6 === 0 ? 'engineer' : 'agent';
    set.run(state, at, deadline, over ? at : null, unreachable, holder, n, failure, message, `run-${n}`);
  }
  return { db, ledger, reader: createRunReader(db, now) };
}

const idsOf = (page: { rows: { runId: string }[] }) => page.rows.map((row) => row.runId).sort();

it('counts and lists the lanes of time as the shared rules say, at every moment', async () => {
  let now = NOW;
  const { reader } = await aMixedLedger(() => now);
  const all = reader.listRuns(query()).rows;
  expect(all).toHaveLength(72);
  for (const minutes of [-5, 0, 0.5, 3, 10, 39]) {
    now = NOW + minutes * MINUTE;
    const expected = {
      'at-risk': all.filter((run) => (riskFrom(run) ?? Infinity) <= now),
      stuck: all.filter((run) => (stuckFrom(run) ?? Infinity) <= now),
    };
    for (const [lane, runs] of Object.entries(expected)) {
      const page = reader.listRuns(query({ lane }));
      expect(idsOf(page), `${lane} at ${minutes} min`).toEqual(idsOf({ rows: runs }));
      expect(page.total).toBe(runs.length);
      expect(page.countsByLane[lane as 'stuck']).toBe(runs.length);
    }
  }
  expect(all.filter((run) => stuckFrom(run) !== null).length).toBeGreaterThan(10);
});

it('names the moment at which a lane changes next, and the count does change then', async () => {
  let now = NOW;
  const { reader } = await aMixedLedger(() => now);
  const before = reader.listRuns(query());
  const next = before.nextLaneChangeAt ?? 0;
  expect(next).toBeGreaterThan(NOW);
  now = next - 1;
  expect(reader.listRuns(query()).countsByLane).toEqual(before.countsByLane);
  now = next;
  const { countsByLane } = reader.listRuns(query());
  expect(countsByLane.stuck + countsByLane['at-risk']).toBeGreaterThan(
    before.countsByLane.stuck + before.countsByLane['at-risk'],
  );
});

it('counts what is listed in every lane', async () => {
  const { reader } = await aMixedLedger();
  for (const lane of RUN_LANES) {
    const page = reader.listRuns(query({ lane }));
    expect(page.rows, lane).toHaveLength(page.total);
    expect(page.countsByLane[lane], lane).toBe(page.total);
  }
});

it('calls a run failing to report from the first failed try until its result is settled', async () => {
  const db = await aStore();
  const { ledger } = aLedger(db);
  const reader = createRunReader(db, () => NOW);
  const A = runId('a');
  await ledger.jobSeen(aSeenJob('job-1'), A);
  await ledger.apply(A, 'claim-started', {}, NOW, []);
  await ledger.apply(A, 'claimed-by-agent', {}, NOW, []);
  const row = await ledger.writeResult(A, continueWith('t'), {}, NOW, []);
  const failing = () => reader.listRuns(query({ lane: 'failing-to-report' }));
  expect(failing()).toMatchObject({ total: 0, countsByLane: { 'failing-to-report': 0 } });
  expect(reader.listRuns(query()).rows[0]?.pendingResult).toMatchObject({ tries: 0 });
  const next = { tryAt: NOW + 500, error: 'throttled', mayHaveArrived: false };
  await ledger.postponeResult(row!.outboxId, next, NOW, []);
  expect(failing()).toMatchObject({
    total: 1,
    countsByLane: { 'failing-to-report': 1 },
    rows: [{ pendingResult: { tries: 1, nextTryAt: NOW + 500, lastError: 'throttled' } }],
  });
  await ledger.settleResult(row!.outboxId, 'continuation-accepted', {}, NOW, []);
  expect(failing()).toMatchObject({ total: 0, countsByLane: { 'failing-to-report': 0 } });
  expect(reader.listRuns(query()).rows[0]?.pendingResult).toBeNull();
});

type Row = ReturnType<ReturnType<typeof createRunReader>['listRuns']>['rows'][number];

it.each<[string, ReturnType<typeof token>, (run: Row) => boolean]>([
  ['a state', token('state', '=', 'failed', 'lost'), (run) => ['failed', 'lost'].includes(run.state)],
  ['no such state', token('state', '!=', 'failed'), (run) => run.state !== 'failed'],
  ['a customer', token('customer', '=', 'Customer 1'), (run) => run.clientLabel === 'Customer 1'],
  ['another customer or none', token('customer', '!=', 'Customer 1'), (r) => r.clientLabel !== 'Customer 1'],
  ['a part of a message', token('message', ':', 'ID_3'), (run) => !!run.message?.includes('id_3')],
  ['a message without a part, or none', token('message', '!:', 'id_3'), (r) => !r.message?.includes('id_3')],
  ['a region', token('region', '=', 'eu-west-1'), (run) => run.region === 'eu-west-1'],
  ['who holds it', token('heldBy', '=', 'engineer'), (run) => run.heldBy === 'engineer'],
  ['a failure type', token('failureType', '=', 'JobFailed'), (run) => run.failureType === 'JobFailed'],
  ['progress', token('progress', '>=', '60'), (run) => (run.percentComplete ?? -1) >= 60],
  ['a moment after', token('updated', '>', '5m'), (run) => run.updatedAt > NOW - 5 * MINUTE],
  ['a moment before', token('started', '<', '3m'), (run) => run.createdAt < NOW - 3 * MINUTE],
  ['a whole id', token('id', '=', 'job-9'), (run) => run.runId === 'run-9'],
  ['a part of an id', token('id', ':', 'ob-1'), (run) => run.currentJobId.includes('ob-1')],
  ['free text', token(undefined, ':', 'customer 2'), (run) => run.clientLabel === 'Customer 2'],
  ['the lack of free text', token(undefined, '!:', 'customer 2'), (run) => run.clientLabel !== 'Customer 2'],
  ['signs that are no pattern', token('message', ':', '1%'), (run) => !!run.message?.includes('1%')],
])('filters by %s', async (_what, one, holds) => {
  const { reader } = await aMixedLedger();
  const all = reader.listRuns(query()).rows;
  const expected = all.filter(holds);
  expect(expected.length).toBeGreaterThan(0);
  expect(expected.length).toBeLessThan(all.length);
  const found = reader.listRuns(query({ filter: { tokens: [one] } }));
  expect(idsOf(found)).toEqual(idsOf({ rows: expected }));
  expect(found.total).toBe(expected.length);
});

it('joins tokens by and or by or, within the lane', async () => {
  const { reader } = await aMixedLedger();
  const tokens = [token('state', '=', 'working', 'failed'), token('region', '=', 'eu-west-1')];
  const list = (operation: string, lane?: string) =>
    reader.listRuns(query({ lane, filter: { operation, tokens } })).rows;
  const busy = (run: Row) => ['working', 'failed'].includes(run.state);
  expect(list('and').every((run) => busy(run) && run.region === 'eu-west-1')).toBe(true);
  expect(list('or').every((run) => busy(run) || run.region === 'eu-west-1')).toBe(true);
  expect(list('or').length).toBeGreaterThan(list('and').length);
  expect(list('or', 'failed').every((run) => ['failed', 'expired'].includes(run.state))).toBe(true);
});

it.each<[string, RunMatch]>([
  ['a lane', { lane: 'in-progress' }],
  ['a lane and a state beside it', { lane: 'failed', states: ['working'] }],
  [
    'states twice',
    { states: ['failed', 'lost'], filter: { operation: 'and', tokens: [token('state', '!=', 'lost')] } },
  ],
  ['a region', { filter: { operation: 'and', tokens: [token('region', '=', 'us-east-1')] } }],
])('comes to the same by the kept counts as by the rows, for %s', async (_what, match) => {
  const { reader } = await aMixedLedger();
  const byRows = {
    ...match,
    filter: {
      operation: 'and' as const,
      tokens: [...(match.filter?.tokens ?? []), token('progress', '>=', '0')],
    },
  };
  expect(idsOf(reader.listRuns(query(match)))).toEqual(idsOf(reader.listRuns(query(byRows))));
  expect(reader.countRuns(match)).toEqual(reader.countRuns(byRows));
  expect(reader.countRuns(match).total).toBe(reader.listRuns(query(match)).total);
});

it('suggests the most frequent values that hold the text', async () => {
  const { reader } = await aMixedLedger();
  const customers = reader.runValues({ property: 'customer', text: '' });
  expect(customers.map(({ value }) => value).sort()).toEqual(['Customer 0', 'Customer 1', 'Customer 2']);
  expect(customers.map(({ runs }) => runs)).toEqual(customers.map(({ runs }) => runs).sort((a, b) => b - a));
  expect(reader.runValues({ property: 'customer', text: 'MER 2' })).toMatchObject([{ value: 'Customer 2' }]);
  expect(reader.runValues({ property: 'region', text: 'eu' })).toEqual([{ value: 'eu-west-1', runs: 36 }]);
  expect(reader.runValues({ property: 'actionType', text: '%' })).toEqual([]);
});

it('reads the runs of a selection: by id as chosen, or all that match without those taken back', async () => {
  const { reader } = await aMixedLedger();
  const chosen = reader.idsOf({ kind: 'chosen', runIds: ['run-5', 'run-3', 'gone'] });
  expect(reader.summaries(chosen).map((run) => run.runId)).toEqual(['run-5', 'run-3']);
  const match: RunMatch = { lane: 'failed' };
  const all = reader.summaries(reader.idsOf({ kind: 'matching', match, except: [] }));
  expect(all).toHaveLength(reader.countRuns(match).total);
  const [first] = all;
  const rest = reader.idsOf({ kind: 'matching', match, except: [first!.runId] });
  expect(rest).toHaveLength(all.length - 1);
});
