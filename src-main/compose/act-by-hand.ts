import { actionTypeKey } from '#shared/domain/action-type.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { RunSummary } from '#shared/domain/run.ts';
import { nameToType } from '#shared/domain/protection.ts';
import type { Act } from '#shared/domain/acts.ts';
import { createBulkActs, type BulkDesk } from './bulk-acts.ts';
import type { ActReport, Actor, Runtime } from './runtime.ts';

/** CodePipeline hands an unclaimed job out again after about 30 s. */
const PATIENCE_MS = 60_000;
const POLL_EVERY_MS = 2_000;

/** Resolves when the runtime says something about runs, or after `ms`. */
function nextChange(runtime: Runtime, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(end, ms);
    const unsubscribe = runtime.subscribe((event) => {
      if (event.kind === 'run-changed') end();
    });
  });
}

function pollFor(runtime: Runtime, run: RunSummary): void {
  const type = actionTypeKey(run.actionTypeId);
  const keys = runtime
    .cells()
    .filter((cell) => cell.region === run.region && actionTypeKey(cell.actionTypeId) === type)
    .map((cell) => cell.key);
  if (keys.length > 0) runtime.control('poll-now', keys);
}

/**
 * Acts through an agent that has just been started with every cell paused. A claim of a custom job needs the nonce of a
 * hand-out, which is never stored: the run's cell polls until CodePipeline hands the job out again, for a minute at most.
 */
export function actByHand(runtime: Runtime): (runId: string, act: Act, by?: Actor) => Promise<ActReport> {
  return async (runId, act, by) => {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await runtime.act(runId, act, by);
      } catch (thrown) {
        const again =
          thrown instanceof ActionDeskError && thrown.code === 'not-allowed-now' && thrown.retryable;
        if (!again || performance.now() >= until) throw thrown;
      }
      pollFor(runtime, (await runtime.getRun(runId)).run);
      await nextChange(runtime, POLL_EVERY_MS);
    }
  };
}

/** The same for many runs. The bulk is checked as a whole, so that the name of each run counts as typed. */
export function bulkByHand(runtime: Runtime): BulkDesk {
  const byHand = actByHand(runtime);
  const act: Runtime['act'] = async (runId, wanted, by) => {
    const typedName = nameToType((await runtime.getRun(runId)).run).name;
    return byHand(runId, wanted, by && { ...by, typedName });
  };
  return createBulkActs({ ...runtime, act }, Date.now, () => undefined);
}
