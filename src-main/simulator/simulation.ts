import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { openArtifactStore } from './artifacts/artifact-store.ts';
import type { ArtifactStore } from './artifacts/artifact-store.ts';
import { makeSampleZips } from './artifacts/sample-zips.ts';
import type { SampleZips } from './artifacts/sample-zips.ts';
import { registerCredentials } from './auth/credentials.ts';
import type { KnownCredentials, KnownKeys } from './auth/credentials.ts';
import type { BackendRuns } from './backend/runs.ts';
import { noBackendRuns } from './backend/runs.ts';
import { simulatedClock } from './clock.ts';
import type { SimulatedClock } from './clock.ts';
import type { Fault } from './faults.ts';
import type { KeptState } from './hosting/kept-state.ts';
import type { Repositories, Revision } from './hosting/repositories.ts';
import { newSourceWatch } from './hosting/source-watch.ts';
import type { SourceWatch } from './hosting/source-watch.ts';
import type { Flow } from './run-orders.ts';
import type { Scenario, Seed } from './scenarios/scenario.ts';
import { seededRandom } from './seeded-random.ts';
import type { Random } from './seeded-random.ts';
import type { S3Store } from './s3/store.ts';
import { actionTypeKey } from './world/action-types.ts';
import type { Entropy } from './world/entropy.ts';
import { emptyWorld } from './world/world.ts';
import type { World, WorldTiming } from './world/world.ts';

/** Everything one simulator knows at one time. A reset replaces it as a whole. */
export interface Simulation {
  readonly scenario: Scenario;
  readonly clock: SimulatedClock;
  readonly entropy: Entropy;
  readonly random: Random;
  readonly world: World;
  readonly s3: S3Store;
  readonly artifacts: ArtifactStore;
  readonly samples: SampleZips;
  readonly backend: BackendRuns;
  /** What sources other than S3 hold. */
  readonly repositories: Repositories;
  readonly sourceWatch: SourceWatch;
  readonly faults: Fault[];
  readonly calls: Map<string, number>;
  /** Seeds by the chain that came of them. */
  readonly seeds: Map<string, SeedFacts>;
  readonly flow: Flow;
  readonly knownKeys: KnownKeys;
  /** Whether keys that nobody registered are let in. */
  readonly guests: boolean;
  /** Job credentials hold as long as this stays the same. */
  readonly sealingKey: KeyObject;
  /** The host's real time in epoch milliseconds, by which clients sign. */
  readonly wallNow: () => number;
}

/** What is told of a seed. */
export type SeedFacts = Pick<Seed, 'name' | 'intended'> & { readonly region: string };

/** What a simulation stands on: clocks in epoch milliseconds, chance, and whom it lets in. */
export interface Platform {
  readonly hostNow: () => number;
  readonly wallNow?: (() => number) | undefined;
  readonly entropy: Entropy;
  readonly guests?: boolean | undefined;
}

/**
 * Builds a simulation on an open store: what was kept of an earlier one, or the bare beginnings of the scenario
 * (action types, clients, artifact buckets), in which nothing has happened yet.
 */
export function openSimulation(
  scenario: Scenario,
  platform: Platform,
  s3: S3Store,
  kept: KeptState | null = null,
): Simulation {
  const { entropy, wallNow = Date.now, guests = true } = platform;
  const clock = simulatedClock(platform.hostNow, wallNow, kept?.skippedMs);
  const now = clock.now();
  const { accountId, regions } = scenario;
  const simulation: Simulation = {
    scenario,
    clock,
    entropy,
    random: seededRandom(20_150_709),
    world: kept ? { ...kept.world, timing: timingOf(scenario) } : worldOf(scenario),
    s3,
    artifacts: openArtifactStore(s3, { accountId, regions, now }, entropy),
    samples: makeSampleZips(now),
    backend: kept?.backend ?? noBackendRuns(),
    repositories: kept?.repositories ?? new Map<string, Revision>(),
    sourceWatch: { ...newSourceWatch(now, scenario.timing.sourcePollSeconds * 1000), ...kept?.sourceWatch },
    faults: [],
    calls: kept?.calls ?? new Map<string, number>(),
    seeds: kept?.seeds ?? new Map<string, SeedFacts>(),
    flow: kept?.flow ?? { chainIds: new Set(), executions: [], nextAt: null },
    knownKeys: kept?.knownKeys ?? new Map<string, KnownCredentials>(),
    guests,
    sealingKey: createSecretKey(kept?.sealingKey ?? Buffer.from(entropy.opaque(32), 'base64')),
    wallNow,
  };
  registerCredentials(simulation.knownKeys, scenario.credentials, now);
  return simulation;
}

function worldOf(scenario: Scenario): World {
  const world = emptyWorld(timingOf(scenario), scenario.accountId);
  for (const type of scenario.actionTypes) world.actionTypes.set(actionTypeKey(type.id), type);
  for (const { clientId, clientToken } of scenario.clients)
    world.clients.set(clientId, { clientId, clientToken });
  world.standIns.push(...scenario.standIns.map((rule) => ({ ...rule })));
  return world;
}

function timingOf({ timing }: Scenario): WorldTiming {
  return {
    continueAfterMs: timing.continueAfterSeconds * 1000,
    redeliverAfterMs: timing.redeliverAfterSeconds * 1000,
    jobTimeoutMs: timing.jobTimeoutSeconds * 1000,
    jobCredentialsMs: timing.jobCredentialsSeconds * 1000,
  };
}
