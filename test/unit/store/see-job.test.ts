import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RunLedger } from '#main/agent/ports.ts';
import type { RunId } from '#shared/domain/ids.ts';
import { createRunReader } from '#main/store/run-reader.ts';
import {
  aLedger,
  aLine,
  aSeenJob,
  aStore,
  aSuccessor,
  continueWith,
  CUSTOM,
  details,
  NOW,
  runId,
  SUCCESS,
} from './store-fixture.ts';

const A = runId('a');
const B = runId('b');

async function claim(ledger: RunLedger, id: RunId): Promise<void> {
  await ledger.apply(id, 'claim-started', { claimingSince: NOW }, NOW, []);
  await ledger.apply(id, 'claimed-by-agent', {}, NOW, []);
}

async function reportedOnce(token: string) {
  const db = await aStore();
  const { ledger, announced } = aLedger(db);
  await ledger.jobSeen(aSeenJob('job-1'), A);
  await claim(ledger, A);
  const row = await ledger.writeResult(A, continueWith(token), { externalExecutionId: token }, NOW, []);
  return { db, ledger, announced, outboxId: row!.outboxId, reader: createRunReader(db) };
}

it('opens a run in state polled, with what the details tell', async () => {
  const db = await aStore();
  const { ledger, announced } = aLedger(db);
  const { run, firstSight } = await ledger.jobSeen(aSeenJob('job-1'), A);
  expect(firstSight).toBe(true);
  expect(run).toMatchObject({
    runId: A,
    state: 'polled',
    heldBy: 'agent',
    attempt: 1,
    deadlineAt: NOW + 3_600_000,
  });
  expect(createRunReader(db).getRun('job-1')?.run).toMatchObject({
    pipelineName: 'storefront',
    clientLabel: 'Fabrikam',
    accountId: '111122223333',
    jobCount: 1,
  });
  expect(announced).toEqual([A]);
});

it('knows a job again: one run, the first deadline, and late details are added', async () => {
  const db = await aStore();
  const { ledger } = aLedger(db);
  await ledger.jobSeen(aSeenJob('job-1', { details: null, clientLabel: null }), A);
  const again = await ledger.jobSeen(
    aSeenJob('job-1', { seenAt: NOW + 30_000, deadlineAt: NOW + 9_999_999 }),
    B,
  );
  expect(again.firstSight).toBe(false);
  expect(again.run).toMatchObject({ runId: A, deadlineAt: NOW + 3_600_000 });
  const detail = createRunReader(db).getRun(A);
  expect(detail?.run).toMatchObject({ pipelineName: 'storefront', clientLabel: 'Fabrikam' });
  expect(detail?.configuration).toEqual([{ key: 'TestName', value: 'checkout', secret: false }]);
  expect(detail?.inputArtifacts).toHaveLength(1);
});

it('keeps jobs of the same id in different regions apart', async () => {
  const { ledger } = aLedger(await aStore());
  await ledger.jobSeen(aSeenJob('job-1'), A);
  const seen = aSeenJob('job-1');
  const other = await ledger.jobSeen({ ...seen, job: { ...seen.job, region: 'eu-west-1' } }, B);
  expect(other).toMatchObject({ firstSight: true, run: { runId: B } });
});

it('joins the next job by its token and makes it the current one', async () => {
  const { ledger, outboxId, reader } = await reportedOnce('153245');
  await ledger.settleResult(outboxId, 'continuation-accepted', {}, NOW + 1, []);
  const next = aSuccessor('job-2', '153245', { seenAt: NOW + 30_000, deadlineAt: NOW + 3_630_000 });
  const { run, firstSight } = await ledger.jobSeen(next, B);
  expect(firstSight).toBe(true);
  expect(run).toMatchObject({
    runId: A,
    state: 'between-jobs',
    currentJobId: 'job-2',
    deadlineAt: NOW + 3_630_000,
    claimingSince: null,
  });
  expect(reader.getRun('job-1')?.jobs.map((job) => [job.jobId, job.sequence, job.continuationToken])).toEqual(
    [
      ['job-1', 1, null],
      ['job-2', 2, '153245'],
    ],
  );
});

it('does not join across regions or action types', async () => {
  const { ledger } = await reportedOnce('153245');
  const seen = aSuccessor('job-2', '153245');
  const region = await ledger.jobSeen({ ...seen, job: { ...seen.job, region: 'eu-west-1' } }, B);
  expect(region.run.runId).toBe(B);
  const type = await ledger.jobSeen(aSuccessor('job-3', '153245', { actionTypeId: CUSTOM }), runId('c'));
  expect(type.run.runId).toBe(runId('c'));
});

it('joins a successor that is polled before the answer to its predecessor is known', async () => {
  const { ledger, outboxId, reader } = await reportedOnce('153245');
  const joined = await ledger.jobSeen(aSuccessor('job-2', '153245', { deadlineAt: NOW + 7_000_000 }), B);
  expect(joined.run).toMatchObject({ runId: A, state: 'reporting', currentJobId: 'job-2' });
  const settled = await ledger.settleResult(outboxId, 'continuation-accepted', {}, NOW + 2, []);
  expect(settled).toMatchObject({
    state: 'between-jobs',
    currentJobId: 'job-2',
    deadlineAt: NOW + 7_000_000,
  });
  expect(reader.getRun(A)?.jobs.map((job) => job.state)).toEqual(['answered', 'polled']);
});

it('gives a final run back unchanged for one of its jobs', async () => {
  const { ledger, announced, outboxId } = await reportedOnce('153245');
  await ledger.settleResult(outboxId, 'success-accepted', {}, NOW + 1, []);
  const before = await ledger.find(A);
  announced.length = 0;
  const again = await ledger.jobSeen(aSeenJob('job-1', { seenAt: NOW + 99, clientLabel: 'Renamed' }), B);
  expect(again).toEqual({ run: before, firstSight: false });
  expect(announced).toEqual([]);
});

it('opens a new run for the token of a final one and takes the execution over', async () => {
  const { ledger } = await reportedOnce('153245');
  await ledger.apply(A, 'job-over', {}, NOW + 1, []);
  const { run } = await ledger.jobSeen(aSuccessor('job-2', '153245'), B);
  expect(run).toMatchObject({
    runId: B,
    state: 'polled',
    externalExecutionId: '153245',
    continuationToken: '153245',
  });
});

it('never lets a job take the place of one that still waits for its answer', async () => {
  const { ledger } = await reportedOnce('153245');
  const second = await ledger.jobSeen(aSuccessor('job-2', '153245'), B);
  expect(second.run.runId).toBe(A);
  const third = await ledger.jobSeen(aSuccessor('job-3', '153245'), runId('c'));
  expect(third.run.runId).toBe(runId('c'));
  expect((await ledger.find(A))?.currentJobId).toBe('job-2');
});

it('takes over what the token says when the ledger was lost', async () => {
  const { ledger } = aLedger(await aStore());
  const started = await ledger.jobSeen(aSuccessor('job-7', '153245'), A);
  expect(started.run).toMatchObject({ externalExecutionId: '153245', attempt: 1 });
  const unconfirmed = await ledger.jobSeen(aSuccessor('job-8', `action-desk:${B}-3`), B);
  expect(unconfirmed.run).toMatchObject({ runId: B, externalExecutionId: null, attempt: 3 });
});

it('leaves a job to an engineer when its idempotency key belongs to a final run', async () => {
  const { ledger } = await reportedOnce(`action-desk:${A}-1`);
  await ledger.apply(A, 'job-over', {}, NOW + 1, []);
  const { run } = await ledger.jobSeen(aSuccessor('job-2', `action-desk:${A}-1`), A);
  expect(run.runId).not.toBe(A);
  expect(run).toMatchObject({ heldBy: 'engineer', state: 'polled' });
});

it('moves a job that waited for its client token to the run that its details name', async () => {
  const { ledger, announced, outboxId, reader } = await reportedOnce('153245');
  await ledger.settleResult(outboxId, 'continuation-accepted', {}, NOW + 1, []);
  await ledger.jobSeen(aSeenJob('job-2', { details: null }), B);
  await ledger.apply(B, 'token-missing', {}, NOW + 2, [aLine('no token')]);
  announced.length = 0;
  const { run, firstSight } = await ledger.jobSeen(aSuccessor('job-2', '153245'), runId('c'));
  expect(firstSight).toBe(false);
  expect(run).toMatchObject({ runId: A, state: 'between-jobs', currentJobId: 'job-2' });
  expect(await ledger.find(B)).toBeNull();
  expect(reader.getRun('job-2')?.timeline.map(({ sentence }) => sentence)).toEqual(['no token']);
  expect(reader.getRun(A)?.jobs.map((job) => job.sequence)).toEqual([1, 2]);
  expect(announced).toEqual([A, B]);
});

it('gives a waiting job to a run under the id of its idempotency key when the ledger was lost', async () => {
  const { ledger } = aLedger(await aStore());
  await ledger.jobSeen(aSeenJob('job-5', { details: null }), A);
  await ledger.apply(A, 'token-missing', {}, NOW, [aLine('no token')]);
  const { run } = await ledger.jobSeen(aSuccessor('job-5', `action-desk:${B}-2`), B);
  expect(run).toMatchObject({ runId: B, attempt: 2, currentJobId: 'job-5' });
  expect(await ledger.find(A)).toBeNull();
});

it('never stores the values of secret configuration', async () => {
  const db = await aStore();
  const { ledger } = aLedger(db);
  const configuration = new Map([
    ['TestName', 'checkout'],
    ['LicenceId', 'canary-1'],
    ['ApiToken', 'canary-2'],
    ['db_password', 'canary-3'],
    ['X-Api-Key', 'canary-4'],
  ]);
  const seen = aSeenJob('job-1', {
    details: details('job-1', { configuration }),
    secretKeys: new Set(['LicenceId']),
  });
  await ledger.jobSeen(seen, A);
  const stored = createRunReader(db).getRun(A)?.configuration;
  expect(stored?.filter((entry) => entry.secret).map((entry) => [entry.key, entry.value])).toEqual([
    ['LicenceId', null],
    ['ApiToken', null],
    ['db_password', null],
    ['X-Api-Key', null],
  ]);
  expect(db.raw.serialize().toString('latin1')).not.toContain('canary');
});

it('keeps one run for a chain, however often and in whatever order its jobs are polled again', async () => {
  const db = await aStore();
  const { ledger } = aLedger(db);
  let serial = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 12 }), async (extraPolls) => {
      const chain = (serial += 1);
      const id = runId(`chain-${chain}`);
      const token = `token-${chain}`;
      const job = (n: number) => `chain-${chain}-job-${n}`;
      const seen = (n: number) => (n === 0 ? aSeenJob(job(n)) : aSuccessor(job(n), token));
      for (let n = 0; n <= 3; n += 1) {
        await ledger.jobSeen(seen(n), n === 0 ? id : runId(`stray-${chain}-${n}`));
        for (const again of extraPolls) {
          if (again > n) continue;
          const known = await ledger.jobSeen(seen(again), runId('never'));
          expect([known.run.runId, known.firstSight, known.run.currentJobId]).toEqual([id, false, job(n)]);
        }
        await claim(ledger, id);
        const result = n === 3 ? SUCCESS : continueWith(token);
        const row = await ledger.writeResult(id, result, {}, NOW, []);
        await ledger.settleResult(
          row!.outboxId,
          n === 3 ? 'success-accepted' : 'continuation-accepted',
          {},
          NOW,
          [],
        );
      }
      expect((await ledger.find(id))?.state).toBe('succeeded');
    }),
    { numRuns: 30 },
  );
  expect(await ledger.liveRuns()).toEqual([]);
  expect(db.raw.prepare('select count(*) from runs').pluck().get()).toBe(serial);
});
