import type { Simulation } from '../simulation.ts';
import { settle } from '../world/settle.ts';
import { runErrands } from './run-errands.ts';
import { lookAtSources } from './source-watch.ts';

/**
 * Lets everything happen that was to happen until `now` (epoch milliseconds), in the order of its time: due
 * events of the world, the errands they ask for, and looks at polled sources. Called before every request.
 */
export function bringUpToDate(simulation: Simulation, now: number): void {
  const { sourceWatch } = simulation;
  while (sourceWatch.nextAt <= now) {
    settleUntilQuiet(simulation, sourceWatch.nextAt);
    lookAtSources(simulation, now);
  }
  settleUntilQuiet(simulation, now);
}

function settleUntilQuiet(simulation: Simulation, now: number): void {
  const { world, entropy } = simulation;
  for (;;) {
    // First, as the last request may have left some: they belong to its time, where the world still stands.
    runErrands(simulation);
    const isMoreDue = settle(world, now, entropy);
    if (world.errands.length === 0 && !isMoreDue) return;
  }
}
