import type { KnownKeys } from '../auth/credentials.ts';
import type { BackendRuns } from '../backend/runs.ts';
import type { Flow } from '../run-orders.ts';
import type { SeedFacts, Simulation } from '../simulation.ts';
import type { World } from '../world/world.ts';
import type { Repositories } from './repositories.ts';
import type { SourceWatch } from './source-watch.ts';

/**
 * What outlives a simulator's process beside the objects of S3, as plain data. Faults do not: they belong to the
 * experiment that asked for them.
 */
export interface KeptState {
  /** The name of the scenario it began with. */
  readonly scenario: string;
  /** How far the simulated clock is ahead of the host's. */
  readonly skippedMs: number;
  readonly world: World;
  readonly backend: BackendRuns;
  readonly repositories: Repositories;
  /** When sources are looked at again; how often is a setting of each start. */
  readonly sourceWatch: Pick<SourceWatch, 'nextAt'>;
  readonly calls: Map<string, number>;
  readonly seeds: Map<string, SeedFacts>;
  readonly flow: Flow;
  readonly knownKeys: KnownKeys;
  /** Its bytes: a key object cannot be written down. */
  readonly sealingKey: Buffer;
}

/** The part of a simulation that is kept; shares everything with it. */
export function keptStateOf(simulation: Simulation, hostNow: number): KeptState {
  const { world, backend, repositories, sourceWatch, calls, seeds, flow, knownKeys, sealingKey } = simulation;
  return {
    scenario: simulation.scenario.name,
    skippedMs: simulation.clock.now() - hostNow,
    world,
    backend,
    repositories,
    sourceWatch: { nextAt: sourceWatch.nextAt },
    calls,
    seeds,
    flow,
    knownKeys,
    sealingKey: sealingKey.export(),
  };
}
