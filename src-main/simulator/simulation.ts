import { openArtifactStore } from './artifacts/artifact-store.ts';
import type { ArtifactStore } from './artifacts/artifact-store.ts';
import { buildZip } from './artifacts/build-zip.ts';
import { buildOutputFiles, loadTestReportFiles } from './artifacts/sample-files.ts';
import type { BackendRuns } from './backend/runs.ts';
import { noBackendRuns } from './backend/runs.ts';
import { simulatedClock } from './clock.ts';
import type { SimulatedClock } from './clock.ts';
import type { Fault } from './faults.ts';
import { startRun } from './run-orders.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { seededRandom } from './seeded-random.ts';
import type { Random } from './seeded-random.ts';
import type { S3Store } from './s3/store.ts';
import { actionTypeKey } from './world/action-types.ts';
import type { Entropy } from './world/entropy.ts';
import { emptyWorld } from './world/world.ts';
import type { World } from './world/world.ts';

/** Zips made once per simulation and put wherever a run needs one. */
export interface SampleZips {
  readonly inputs: readonly Buffer[];
  readonly report: Buffer;
}

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
  readonly faults: Fault[];
  readonly calls: Map<string, number>;
  /** Seeds by the chain that came of them. */
  readonly seeds: Map<string, Scenario['seeds'][number]>;
  readonly flow: { readonly chainIds: Set<string>; nextAt: number | null };
}

const applications = ['checkout-service', 'payments-api', 'mobile-backend'];

/** Builds the world of a scenario: buckets, artifacts and the seeds' first jobs. */
export async function openSimulation(
  scenario: Scenario,
  platform: { hostNow: () => number; entropy: Entropy },
): Promise<Simulation> {
  const clock = simulatedClock(platform.hostNow);
  const { entropy } = platform;
  const now = clock.now();
  const { continueAfterSeconds, redeliverAfterSeconds, jobTimeoutSeconds } = scenario.timing;
  const world = emptyWorld({
    continueAfterMs: continueAfterSeconds * 1000,
    redeliverAfterMs: redeliverAfterSeconds * 1000,
    jobTimeoutMs: jobTimeoutSeconds * 1000,
  });
  for (const type of scenario.actionTypes) world.actionTypes.set(actionTypeKey(type.id), type);
  for (const { clientId, clientToken } of scenario.clients)
    world.clients.set(clientId, { clientId, clientToken });

  const s3: S3Store = new Map();
  const { accountId, regions } = scenario;
  const inputs = await Promise.all(applications.map((name) => buildZip(buildOutputFiles(name), now)));
  const simulation: Simulation = {
    scenario,
    clock,
    entropy,
    random: seededRandom(20_150_709),
    world,
    s3,
    artifacts: openArtifactStore(s3, { accountId, regions, now }, entropy),
    samples: { inputs, report: await buildZip(loadTestReportFiles('153245'), now) },
    backend: noBackendRuns(),
    faults: [],
    calls: new Map(),
    seeds: new Map(),
    flow: { chainIds: new Set(), nextAt: null },
  };
  for (const seed of scenario.seeds) {
    simulation.seeds.set(startRun(simulation, seed.order, now).chainId, seed);
  }
  return simulation;
}
