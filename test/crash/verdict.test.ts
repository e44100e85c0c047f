import { describe, expect, it } from 'vitest';
import { runIdOf } from '#main/compose/run-id.ts';
import { asJobId } from '#shared/domain/ids.ts';
import type { LedgerJob } from '#test/support/simulator.ts';
import { problemsOf, type CrashScene } from './verdict.ts';

const runId = runIdOf({ region: 'us-east-1', jobId: asJobId('job-1') });

type Result = LedgerJob['results'][number];
const aResult = (change: Partial<Result> = {}): Result => ({
  ...{ at: 0, operation: 'PutJobSuccessResult', accepted: true, externalExecutionId: '153245' },
  ...change,
});

function aJob(sequence: number, results: Result[]): LedgerJob {
  return {
    ...{ jobId: `job-${sequence}`, chainId: 'chain', sequence, region: 'us-east-1', protocol: 'custom' },
    ...{ status: 'Succeeded', createdAt: 0, deadlineAt: 0, dispatches: [0], acknowledgedBy: null },
    ...{ continuationToken: null, invalidNonceCount: 0, results },
  };
}

/** A run of two jobs that went well. */
function aScene(change: Partial<CrashScene> = {}): CrashScene {
  const chain = {
    chainId: 'chain',
    region: 'us-east-1',
    final: 'succeeded',
    externalExecutionId: '153245',
  } as const;
  const jobs = [aJob(1, [aResult({ continuationToken: '153245' })]), aJob(2, [aResult()])];
  return {
    scenario: { intended: 'succeeded', works: 1 },
    chainId: 'chain',
    ledger: { jobs, chains: [chain] },
    works: [{ idempotencyKey: `${runId}-1`, externalExecutionId: '153245' }],
    runs: [{ runId, state: 'succeeded' }],
    unsettledResults: 0,
    loss: null,
    ...change,
  };
}

const withJobs = (...jobs: LedgerJob[]): CrashScene =>
  aScene({ ledger: { jobs, chains: aScene().ledger.chains } });

describe('the oracle of the crash matrix', () => {
  it('finds nothing wrong with a run that went well, or whose result was sent again', () => {
    const echo = aResult({ accepted: false, error: 'InvalidJobStateException' });
    expect(problemsOf(aScene())).toEqual([]);
    expect(problemsOf(withJobs(aJob(1, [aResult(), echo])))).toEqual([]);
  });

  it.each([
    [
      'a run that hangs',
      { ledger: { jobs: [aJob(1, [])], chains: [{ chainId: 'chain', region: 'x', final: null }] } },
    ],
    ['work that was begun twice', { works: [...aScene().works, ...aScene().works] }],
    ['work that was never begun', { works: [] }],
    ['work under another key', { works: [{ idempotencyKey: 'other-1', externalExecutionId: '153245' }] }],
    ['a link to other work', { works: [{ idempotencyKey: `${runId}-1`, externalExecutionId: '9' }] }],
    ["a second run in the agent's ledger", { runs: [...aScene().runs, { runId: 'other', state: 'lost' }] }],
    ['a result in the outbox', { unsettledResults: 1 }],
  ] as [string, Partial<CrashScene>][])('catches %s', (_what, change) => {
    expect(problemsOf(aScene(change))).not.toEqual([]);
  });

  it.each([
    ['two accepted results', [aResult(), aResult()]],
    ['opposite results', [aResult(), aResult({ accepted: false, operation: 'PutJobFailureResult' })]],
    ['a failure by a loser', [aResult({ accepted: false, operation: 'PutJobFailureResult' }), aResult()]],
    ['a refusal for its content', [aResult(), aResult({ accepted: false, error: 'ValidationException' })]],
    [
      'a result before the claim',
      [aResult({ accepted: false, error: 'InvalidJobStateException' }), aResult()],
    ],
  ])('catches %s', (_what, results) => {
    expect(problemsOf(withJobs(aJob(1, results)))).not.toEqual([]);
  });
});

describe('the oracle, where the agent lost its database', () => {
  const idOf = (sequence: number) => runIdOf({ region: 'us-east-1', jobId: asJobId(`job-${sequence}`) });
  const timedOut = [{ chainId: 'chain', region: 'us-east-1', final: 'failed' }] as const;
  const toldOnce = aJob(1, [aResult({ continuationToken: '153245' })]);

  it('wants the run taken up from the token alone, under the id of the job that the new database heard of', () => {
    const loss = { kind: 'job-to-come', answered: 1 } as const;
    expect(problemsOf(aScene({ loss, runs: [{ runId: idOf(2), state: 'succeeded' }] }))).toEqual([]);
    expect(problemsOf(aScene({ loss, runs: [{ runId: idOf(1), state: 'succeeded' }] }))).not.toEqual([]);
    expect(problemsOf(aScene({ loss, runs: [] }))).not.toEqual([]);
  });

  it('wants a rebuilt run to end as if nothing had been lost', () => {
    const loss = { kind: 'rebuilt', answered: 1 } as const;
    expect(problemsOf(aScene({ loss }))).toEqual([]);
    expect(problemsOf(aScene({ loss, runs: [] }))).not.toEqual([]);
    expect(
      problemsOf(aScene({ loss, runs: [...aScene().runs, { runId: idOf(2), state: 'expired' }] })),
    ).not.toEqual([]);
    const claimedAndLeft = { jobs: [toldOnce, aJob(2, [])], chains: [...timedOut] };
    expect(problemsOf(aScene({ loss, ledger: claimedAndLeft }))).not.toEqual([]);
    const opposite = [
      aResult({ continuationToken: '153245' }),
      aResult({ accepted: false, error: 'InvalidJobStateException' }),
    ];
    expect(problemsOf({ ...withJobs(aJob(1, opposite), aJob(2, [aResult()])), loss })).not.toEqual([]);
  });

  it('wants nothing done for a run that was over', () => {
    const loss = { kind: 'run-over', answered: 2 } as const;
    expect(problemsOf(aScene({ loss, runs: [] }))).toEqual([]);
    expect(problemsOf(aScene({ loss }))).not.toEqual([]);
  });

  it('leaves a claimed job to its time-out, begun or not', () => {
    const loss = { kind: 'unanswerable', answered: 0 } as const;
    const scene = { loss, runs: [], ledger: { jobs: [aJob(1, [])], chains: [...timedOut] } };
    expect(problemsOf(aScene(scene))).toEqual([]);
    expect(problemsOf(aScene({ ...scene, works: [] }))).toEqual([]);
    expect(problemsOf(aScene({ ...scene, works: [...aScene().works, ...aScene().works] }))).not.toEqual([]);
  });

  it('lets nobody answer that job or forget work that was told of', () => {
    const loss = { kind: 'unanswerable', answered: 1 } as const;
    const chains = timedOut.map((chain) => ({ ...chain, externalExecutionId: '153245' }));
    const scene = { loss, runs: [], ledger: { jobs: [toldOnce, aJob(2, [])], chains } };
    expect(problemsOf(aScene(scene))).toEqual([]);
    expect(problemsOf(aScene({ ...scene, works: [] }))).not.toEqual([]);
    const failure = aResult({ operation: 'PutJobFailureResult' });
    const answered = { jobs: [toldOnce, aJob(2, [failure])], chains };
    expect(problemsOf(aScene({ ...scene, ledger: answered }))).not.toEqual([]);
  });
});
