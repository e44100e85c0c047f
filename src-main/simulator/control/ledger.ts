import { backendStatus } from '../backend/runs.ts';
import { bringUpToDate } from '../hosting/bring-up-to-date.ts';
import type { Simulation } from '../simulation.ts';
import type { Job } from '../world/job.ts';

/**
 * What really happened, as the oracle of tests: every job with every result, every chain, every start at the
 * backend, and how often each operation was called. Holds no nonce, no client token, no configuration.
 */
export function ledger(simulation: Simulation): object {
  const { world, backend, seeds, calls } = simulation;
  const now = simulation.clock.now();
  bringUpToDate(simulation, now);
  return {
    now,
    jobs: [...world.jobs.values()].map(jobEntry),
    chains: [...world.chains.values()].map((chain) => {
      const seed = seeds.get(chain.chainId);
      return {
        chainId: chain.chainId,
        region: chain.data.region,
        final: chain.final,
        ...(chain.externalExecutionId !== null && { externalExecutionId: chain.externalExecutionId }),
        ...(chain.percentComplete !== null && { percentComplete: chain.percentComplete }),
        ...(seed && { seed: { name: seed.name, intended: seed.intended } }),
      };
    }),
    backend: [...backend.byId.values()].map((run) => {
      const { status, percentComplete } = backendStatus(run, now);
      const { externalExecutionId, idempotencyKey, starts, startedAt } = run;
      const cancelled = run.cancelledAt !== null;
      return { externalExecutionId, idempotencyKey, starts, startedAt, status, percentComplete, cancelled };
    }),
    calls: Object.fromEntries(calls),
  };
}

function jobEntry(job: Job): object {
  return {
    jobId: job.id,
    chainId: job.chainId,
    sequence: job.sequence,
    region: job.region,
    protocol: job.actionTypeId.owner === 'ThirdParty' ? 'third-party' : 'custom',
    actionTypeId: job.actionTypeId,
    ...(job.clientId !== null && { clientId: job.clientId }),
    status: job.status,
    createdAt: job.createdAt,
    deadlineAt: job.deadlineAt,
    dispatches: job.dispatches,
    ...(job.acknowledgedAt !== null && { acknowledgedAt: job.acknowledgedAt }),
    acknowledgedBy: job.acknowledgedBy,
    continuationToken: job.continuationToken,
    invalidNonceCount: job.invalidNonceCount,
    results: job.results,
  };
}
