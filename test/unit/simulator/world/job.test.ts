import { describe, expect, it } from 'vitest';
import { acknowledge, dispatch, expire, isAvailable, isOver, report } from '#main/simulator/world/job.ts';
import type { Job } from '#main/simulator/world/job.ts';

function aJob(fields: Partial<Job> = {}): Job {
  return {
    id: 'job-1',
    chainId: 'chain-1',
    sequence: 1,
    region: 'us-east-1',
    actionTypeId: { category: 'Test', owner: 'Custom', provider: 'Load', version: '1' },
    clientId: null,
    continuationToken: null,
    createdAt: 0,
    deadlineAt: 3600,
    status: 'Queued',
    nonce: 'n1',
    dispatches: [],
    acknowledgedAt: null,
    acknowledgedBy: null,
    invalidNonceCount: 0,
    results: [],
    ...fields,
  };
}

const attempt = { at: 5, operation: 'PutJobSuccessResult' };

describe('a job', () => {
  it.each([
    ['Queued', [], 0, true],
    ['Dispatched', [100], 129, false],
    ['Dispatched', [100], 130, true],
    ['Dispatched', [0, 100], 129, false],
    ['InProgress', [0], 1000, false],
    ['Succeeded', [0], 1000, false],
    ['TimedOut', [], 4000, false],
  ] as const)(
    'that is %s with hand-outs at %j is at %i available: %s',
    (status, dispatches, now, available) => {
      expect(isAvailable(aJob({ status, dispatches }), now, 30)).toBe(available);
    },
  );

  it('keeps its nonce at the first hand-out and changes it at the second', () => {
    const once = dispatch(aJob(), 1, 'n2');
    expect(once).toMatchObject({ status: 'Dispatched', nonce: 'n1', dispatches: [1] });
    expect(dispatch(once, 40, 'n3')).toMatchObject({ nonce: 'n3', dispatches: [1, 40] });
  });

  it.each([
    ['Queued', 'n1', 'InProgress', undefined],
    ['Dispatched', 'n1', 'InProgress', undefined],
    ['Dispatched', 'other', 'Dispatched', 'InvalidNonceException'],
    ['TimedOut', 'n1', 'TimedOut', undefined],
  ] as const)('that is %s and acknowledged with %s becomes %s', (status, nonce, after, refusal) => {
    const outcome = acknowledge(aJob({ status }), nonce, 7, 'me');
    expect(outcome.job.status).toBe(after);
    expect(outcome.refusal?.type).toBe(refusal);
  });

  it.each(['InProgress', 'Succeeded', 'Failed', 'TimedOut'] as const)(
    'that was acknowledged and is %s refuses its own nonce',
    (status) => {
      const outcome = acknowledge(aJob({ status, acknowledgedAt: 1 }), 'n1', 7, null);
      expect(outcome.refusal?.type).toBe('InvalidNonceException');
      expect(outcome.job).toMatchObject({ status, invalidNonceCount: 1 });
    },
  );

  it.each(['Queued', 'Dispatched', 'Succeeded', 'Failed', 'TimedOut'] as const)(
    'that is %s takes no result and remembers the attempt',
    (status) => {
      const outcome = report(aJob({ status }), 'Succeeded', attempt);
      expect(outcome.refusal?.type).toBe('InvalidJobStateException');
      expect(outcome.job).toMatchObject({
        status,
        results: [{ accepted: false, error: 'InvalidJobStateException' }],
      });
    },
  );

  it.each(['Succeeded', 'Failed'] as const)('in progress ends as %s by its one result', (ending) => {
    const { job, refusal } = report(aJob({ status: 'InProgress' }), ending, attempt);
    expect(refusal).toBeNull();
    expect(job.status).toBe(ending);
    expect(isOver(job)).toBe(true);
  });

  it.each([
    ['Queued', 3599, 'Queued'],
    ['Queued', 3600, 'TimedOut'],
    ['InProgress', 3600, 'TimedOut'],
    ['Succeeded', 9999, 'Succeeded'],
  ] as const)('that is %s is at %i s %s', (status, now, after) => {
    expect(expire(aJob({ status }), now).status).toBe(after);
  });
});
