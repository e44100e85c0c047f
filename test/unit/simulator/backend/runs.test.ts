import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  backendStatus,
  cancelBackendRun,
  noBackendRuns,
  startBackendRun,
} from '#main/simulator/backend/runs.ts';

const order = {
  idempotencyKey: 'run-1',
  testPlan: 'peak',
  virtualUsers: 800,
  startedAt: 1000,
  durationMs: 10_000,
  outcome: 'succeed' as const,
  failureMessage: '',
  outputs: [],
};

describe('a backend run', () => {
  it('never goes back, in percent or in state', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(15_000), { minLength: 2 }), (times) => {
        const { run } = startBackendRun(noBackendRuns(), order);
        const seen = times.sort((a, b) => a - b).map((time) => backendStatus(run, time));
        for (const [at, status] of seen.entries()) {
          const before = seen[at - 1];
          expect(status.percentComplete).toBeGreaterThanOrEqual(before?.percentComplete ?? 0);
          if (before?.status === 'succeeded') expect(status.status).toBe('succeeded');
        }
      }),
    );
  });

  it('is at once over without a duration', () => {
    const { run } = startBackendRun(noBackendRuns(), { ...order, durationMs: 0 });
    expect(backendStatus(run, 1000)).toMatchObject({ status: 'succeeded', percentComplete: 100 });
  });

  it('cannot be cancelled once it is over', () => {
    const { run } = startBackendRun(noBackendRuns(), order);
    cancelBackendRun(run, 11_000);
    expect(backendStatus(run, 12_000).status).toBe('succeeded');
  });

  it('starts once for one key', () => {
    const runs = noBackendRuns();
    const first = startBackendRun(runs, order);
    const again = startBackendRun(runs, { ...order, testPlan: 'other' });
    expect(again).toEqual({ run: first.run, isNew: false });
    expect(first.run.starts).toBe(2);
    expect(runs.byId.size).toBe(1);
  });
});
