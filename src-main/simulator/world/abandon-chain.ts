import { isOver } from './job.ts';
import { queueKey } from './world.ts';
import type { World } from './world.ts';

/**
 * Ends an action run that its pipeline gave up: no further job comes, and a result for the present one is
 * InvalidJobStateException. The job counts as Failed, the nearest of the service's words.
 */
export function abandonChain(world: World, chainId: string): void {
  const chain = world.chains.get(chainId);
  if (!chain || chain.final !== null) return;
  chain.final = 'abandoned';
  chain.successor = null;
  const job = world.jobs.get(chain.jobIds.at(-1) ?? '');
  if (!job || isOver(job)) return;
  world.jobs.set(job.id, { ...job, status: 'Failed' });
  world.unclaimedJobs.get(queueKey(job.region, job.actionTypeId))?.delete(job.id);
}
