import type { JobStatus } from '@aws-sdk/client-codepipeline';
import { describe, expect, it } from 'vitest';
import type { Ledger, LedgerJob } from '#test/support/simulator.ts';
import { readLoss } from './ledger-loss.ts';

function aLedger(statuses: JobStatus[], final: 'succeeded' | null = null): Pick<Ledger, 'jobs' | 'chains'> {
  const jobs = statuses.map(
    (status, index) => ({ chainId: 'chain', sequence: index + 1, status }) as LedgerJob,
  );
  return {
    jobs: [...jobs, { chainId: 'other', sequence: 1, status: 'InProgress' } as LedgerJob],
    chains: [{ chainId: 'chain', region: 'us-east-1', final }],
  };
}

describe('what becomes of a run whose agent lost its database', () => {
  it.each([
    ['job-to-come', 0, aLedger(['Queued'])],
    ['job-to-come', 0, aLedger(['Dispatched'])],
    ['unanswerable', 0, aLedger(['InProgress'])],
    ['job-to-come', 1, aLedger(['Succeeded'])],
    ['job-to-come', 1, aLedger(['Succeeded', 'Dispatched'])],
    ['unanswerable', 2, aLedger(['Succeeded', 'Succeeded', 'InProgress'])],
    ['run-over', 2, aLedger(['Succeeded', 'Failed'], 'succeeded')],
  ] as const)('is %s after %i answered jobs', (kind, answered, ledger) => {
    expect(readLoss(ledger, 'chain', 'all')).toEqual({ kind, answered });
  });

  it('is rebuilt where the journal was left, claimed or not', () => {
    const ledger = aLedger(['Succeeded', 'InProgress']);
    expect(readLoss(ledger, 'chain', 'database')).toEqual({ kind: 'rebuilt', answered: 1 });
  });
});
