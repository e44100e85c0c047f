import { expect, it } from 'vitest';
import { asClientId, asJobId } from '#shared/domain/ids.ts';
import { RUN_EVENTS, RUN_STATES, isFinal, nextRunState, type RunEvent } from '#shared/domain/run-state.ts';
import { createRunLedger } from '#main/store/run-ledger.ts';
import { createRunReader } from '#main/store/run-reader.ts';
import {
  aLedger,
  aLine,
  aSeenJob,
  aStore,
  CLIENT,
  continueWith,
  NOW,
  runId,
  SUCCESS,
} from './store-fixture.ts';

const A = runId('a');
const CLAIM: RunEvent[] = ['claim-started', 'claimed-by-agent'];

async function aWorkingRun() {
  const db = await aStore();
  const { ledger, announced } = aLedger(db);
  await ledger.jobSeen(aSeenJob('job-1'), A);
  for (const event of CLAIM) await ledger.apply(A, event, {}, NOW + 1, []);
  return { db, ledger, announced, reader: createRunReader(db) };
}

it('finds runs by id and by job, and answers null for unknown ones', async () => {
  const { ledger } = await aWorkingRun();
  expect((await ledger.find(A))?.currentJobId).toBe('job-1');
  expect((await ledger.findByJob('us-east-1', asJobId('job-1')))?.runId).toBe(A);
  expect(await ledger.findByJob('eu-west-1', asJobId('job-1'))).toBeNull();
  expect(await ledger.find(runId('b'))).toBeNull();
});

it('announces a reporting run with what it owes CodePipeline, read before anything can happen to the file', async () => {
  const db = await aStore();
  const told: unknown[] = [];
  const ledger = createRunLedger(db, {
    onRunChanged: (_runId, run, owed) => {
      if (run?.state === 'reporting') db.close();
      told.push([run?.state, owed]);
    },
  });
  await ledger.jobSeen(aSeenJob('job-1'), A);
  for (const event of CLAIM) await ledger.apply(A, event, {}, NOW + 1, []);
  await ledger.writeResult(A, SUCCESS, {}, NOW + 2, []);
  expect(told.slice(-2)).toEqual([
    ['working', []],
    ['reporting', [{ jobId: 'job-1', result: SUCCESS }]],
  ]);
});

it('applies exactly the transitions of the state machine, from every state', async () => {
  const db = await aStore();
  const { ledger } = aLedger(db);
  let serial = 0;
  for (const state of RUN_STATES) {
    for (const event of RUN_EVENTS) {
      const id = runId(String((serial += 1)));
      await ledger.jobSeen(aSeenJob(`job-${serial}`), id);
      db.raw.prepare('update runs set state = ? where run_id = ?').run(state, id);
      const after = await ledger.apply(id, event, {}, NOW + 5, []);
      expect(after?.state ?? null, `${state} + ${event}`).toBe(nextRunState(state, event));
    }
  }
});

it('changes nothing but the timeline where an event is not possible', async () => {
  const { ledger, reader } = await aWorkingRun();
  const before = await ledger.find(A);
  const refused = await ledger.apply(A, 'claim-lost', { message: 'x', attempt: 9 }, NOW + 9, [
    aLine('tried'),
  ]);
  expect(refused).toBeNull();
  expect(await ledger.find(A)).toEqual(before);
  expect(reader.getRun(A)?.timeline.map(({ sentence }) => sentence)).toEqual(['tried']);
});

it('sets what the patch names and leaves undefined fields as they are', async () => {
  const { ledger } = await aWorkingRun();
  await ledger.patch(A, { message: 'half way', percentComplete: 50 }, NOW + 2, []);
  const run = await ledger.patch(A, { percentComplete: undefined, attempt: 2 }, NOW + 3, []);
  expect(run).toMatchObject({ message: 'half way', percentComplete: 50, attempt: 2, updatedAt: NOW + 3 });
  expect((await ledger.patch(A, { message: null }, NOW + 4, [])).message).toBeNull();
});

it.each<[RunEvent[], string]>([
  [['claim-started'], 'claiming'],
  [['claim-started', 'claimed-by-agent'], 'claimed'],
  [['claim-started', 'claimed-by-engineer'], 'claimed'],
  [['claim-started', 'claim-lost'], 'lost'],
  [['claim-started', 'claim-refused'], 'polled'],
  [['claim-started', 'token-missing'], 'polled'],
  [['job-over'], 'over'],
])('lets the job row follow %j to %s', async (events, state) => {
  const db = await aStore();
  const { ledger } = aLedger(db);
  await ledger.jobSeen(aSeenJob('job-1'), A);
  for (const event of events) await ledger.apply(A, event, {}, NOW + 7, []);
  const job = createRunReader(db).getRun(A)?.jobs[0];
  expect(job?.state).toBe(state);
  expect(job?.acknowledgedAt).toBe(state === 'claimed' ? NOW + 7 : null);
});

it('writes a result once a job, remembers its token, and answers null for a second one', async () => {
  const { ledger, reader } = await aWorkingRun();
  const row = await ledger.writeResult(A, continueWith('153245'), { percentComplete: 10 }, NOW + 2, []);
  expect(row).toMatchObject({
    runId: A,
    job: { jobId: 'job-1', protocol: 'third-party' },
    clientId: CLIENT,
    tries: 0,
  });
  expect(await ledger.writeResult(A, SUCCESS, { message: 'done' }, NOW + 3, [aLine('second')])).toBeNull();
  expect(await ledger.find(A)).toMatchObject({
    state: 'reporting',
    continuationToken: '153245',
    message: null,
  });
  expect(reader.getRun(A)?.pendingResult).toMatchObject({ kind: 'continue', nextTryAt: NOW + 2 });
  expect(reader.getRun(A)?.timeline).toEqual([]);
});

it('refuses a result where nothing is claimed', async () => {
  const { ledger } = aLedger(await aStore());
  await ledger.jobSeen(aSeenJob('job-1'), A);
  expect(await ledger.writeResult(A, SUCCESS, {}, NOW, [])).toBeNull();
  expect(await ledger.unsettledResults()).toEqual([]);
});

it.each<[RunEvent, string, string]>([
  ['continuation-accepted', 'between-jobs', 'answered'],
  ['success-accepted', 'succeeded', 'answered'],
  ['failure-accepted', 'failed', 'answered'],
  ['result-refused', 'with-engineer', 'claimed'],
  ['job-over', 'expired', 'over'],
])('settles a result by %s: run %s, job %s', async (event, state, jobState) => {
  const { ledger, reader } = await aWorkingRun();
  const row = await ledger.writeResult(A, SUCCESS, {}, NOW + 2, []);
  const run = await ledger.settleResult(row!.outboxId, event, { message: 'end' }, NOW + 3, [
    aLine('settled'),
  ]);
  expect(run).toMatchObject({ state, message: 'end' });
  const detail = reader.getRun(A);
  expect(detail?.jobs[0]?.state).toBe(jobState);
  expect(detail?.pendingResult).toBeNull();
  expect(detail?.run.finishedAt).toBe(isFinal(run!.state) ? NOW + 3 : null);
  expect(detail?.run.deadlineAt === null).toBe(state !== 'with-engineer');
  expect(await ledger.unsettledResult(row!.outboxId)).toBeNull();
});

it('settles a result once only', async () => {
  const { ledger } = await aWorkingRun();
  const row = await ledger.writeResult(A, SUCCESS, {}, NOW + 2, []);
  await ledger.settleResult(row!.outboxId, 'success-accepted', {}, NOW + 3, []);
  expect(await ledger.settleResult(row!.outboxId, 'job-over', {}, NOW + 4, [])).toBeNull();
  expect((await ledger.find(A))?.state).toBe('succeeded');
});

it('settles a result even when its run was given up meanwhile', async () => {
  const { ledger } = await aWorkingRun();
  const row = await ledger.writeResult(A, SUCCESS, {}, NOW + 2, []);
  await ledger.apply(A, 'job-over', {}, NOW + 3, []);
  expect(await ledger.unsettledResults()).toHaveLength(1);
  expect(await ledger.settleResult(row!.outboxId, 'success-accepted', {}, NOW + 4, [])).toBeNull();
  expect(await ledger.unsettledResults()).toEqual([]);
  expect((await ledger.find(A))?.state).toBe('expired');
});

it('counts tries and keeps the error of a postponed result', async () => {
  const { ledger, reader } = await aWorkingRun();
  const row = await ledger.writeResult(A, SUCCESS, {}, NOW + 2, []);
  await ledger.postponeResult(
    row!.outboxId,
    { tryAt: NOW + 500, error: 'throttled', mayHaveArrived: false },
    NOW + 3,
    [aLine('later')],
  );
  await ledger.postponeResult(
    row!.outboxId,
    { tryAt: NOW + 900, error: 'still throttled', mayHaveArrived: true },
    NOW + 4,
    [],
  );
  expect(await ledger.unsettledResult(row!.outboxId)).toMatchObject({
    tries: 2,
    nextTryAt: NOW + 900,
    result: SUCCESS,
  });
  expect(reader.getRun(A)?.pendingResult?.lastError).toBe('still throttled');
});

it('gives unsettled results with the nearest deadline first', async () => {
  const { ledger } = aLedger(await aStore());
  for (const [name, left] of [
    ['late', 900],
    ['soon', 100],
    ['middle', 500],
  ] as const) {
    await ledger.jobSeen(aSeenJob(`job-${name}`, { deadlineAt: NOW + left }), runId(name));
    for (const event of CLAIM) await ledger.apply(runId(name), event, {}, NOW, []);
    await ledger.writeResult(runId(name), SUCCESS, {}, NOW, []);
  }
  const order = (await ledger.unsettledResults()).map((row) => row.job.jobId);
  expect(order).toEqual(['job-soon', 'job-middle', 'job-late']);
});

it('gives the unsettled results of one run alone', async () => {
  const { ledger } = await aWorkingRun();
  await ledger.jobSeen(aSeenJob('job-of-another'), runId('another'));
  for (const event of CLAIM) await ledger.apply(runId('another'), event, {}, NOW, []);
  await ledger.writeResult(runId('another'), SUCCESS, {}, NOW, []);
  const row = await ledger.writeResult(A, continueWith('t'), {}, NOW + 2, []);
  expect(await ledger.unsettledResultsOf(A)).toEqual([row]);
  await ledger.settleResult(row!.outboxId, 'continuation-accepted', {}, NOW + 3, []);
  expect(await ledger.unsettledResultsOf(A)).toEqual([]);
});

it('lists live runs oldest first, and runs that wait for a token by client', async () => {
  const { ledger } = aLedger(await aStore());
  const other = asClientId('00000000-0000-4000-8000-000000000001');
  await ledger.jobSeen(aSeenJob('j-1', { seenAt: NOW + 5 }), runId('young'));
  await ledger.jobSeen(aSeenJob('j-2', { seenAt: NOW + 1 }), runId('old'));
  await ledger.jobSeen(aSeenJob('j-3', { seenAt: NOW, clientId: other }), runId('over'));
  await ledger.jobSeen(aSeenJob('j-4', { seenAt: NOW + 9, clientId: other }), runId('else'));
  await ledger.apply(runId('over'), 'job-over', {}, NOW, []);
  await ledger.apply(runId('young'), 'token-missing', {}, NOW, []);
  await ledger.apply(runId('else'), 'token-missing', {}, NOW, []);
  expect((await ledger.liveRuns()).map((run) => run.runId)).toEqual(['run-old', 'run-young', 'run-else']);
  expect((await ledger.runsWaitingForToken(CLIENT)).map((run) => run.runId)).toEqual(['run-young']);
  expect((await ledger.runsWaitingForToken(null)).map((run) => run.runId)).toEqual(['run-young', 'run-else']);
});

it('announces every change after it is committed, and nothing where nothing changed', async () => {
  const { db, ledger, announced } = await aWorkingRun();
  announced.length = 0;
  await ledger.note(A, []);
  await ledger.apply(A, 'claim-lost', {}, NOW, []);
  expect(announced).toEqual([]);
  await ledger.note(A, [aLine('hello')]);
  await ledger.patch(A, { message: 'x' }, NOW, []);
  expect(announced).toEqual([A, A]);
  expect(db.raw.inTransaction).toBe(false);
});

it('changes nothing at all when a write fails in the middle', async () => {
  const { db, ledger, announced } = await aWorkingRun();
  const before = await ledger.find(A);
  announced.length = 0;
  db.raw.exec("create trigger full before insert on timeline begin select raise(abort, 'disk full'); end");
  await expect(ledger.writeResult(A, continueWith('t'), {}, NOW + 2, [aLine('x')])).rejects.toThrow();
  expect(await ledger.find(A)).toEqual(before);
  expect(await ledger.unsettledResults()).toEqual([]);
  expect(announced).toEqual([]);
});

it('rejects with not-found for a run that nobody knows', async () => {
  const { ledger } = await aWorkingRun();
  await expect(ledger.patch(runId('x'), {}, NOW, [])).rejects.toMatchObject({ code: 'not-found' });
  await expect(ledger.note(runId('x'), [])).rejects.toMatchObject({ code: 'not-found' });
});
