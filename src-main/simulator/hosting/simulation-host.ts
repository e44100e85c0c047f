import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { ControlInputError } from '../control/fields.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { closeS3Store, openS3Store } from '../s3/open-s3-store.ts';
import { openSimulation } from '../simulation.ts';
import type { Platform, Simulation } from '../simulation.ts';
import { lockFolder } from './folder-lock.ts';
import { keptStateOf } from './kept-state.ts';
import type { KeptState } from './kept-state.ts';
import { openScenario } from './open-scenario.ts';
import { keepSnapshots } from './snapshot-keeper.ts';
import { readSnapshot } from './snapshot-file.ts';

/** Holds the one simulation of a server, over resets, and keeps it on disk when asked. */
export interface SimulationHost {
  readonly simulation: Simulation;
  /** To be called after every request that may have changed something. */
  touched(): void;
  /** Replaces everything by the beginnings of a scenario. */
  reset(scenario: Scenario): Promise<void>;
  close(): Promise<void>;
}

/** What a host is opened with. */
export interface HostOptions {
  /** Null: whatever the folder holds, else `practice`. */
  readonly scenarioName: string | null;
  /** Finds a scenario; throws ControlInputError for an unknown name. */
  readonly choose: (name: string) => Scenario;
  readonly platform: Platform;
  /** Where everything is kept; null: nowhere. */
  readonly folder: string | null;
  /** Told in a sentence what a person should know about the folder. */
  readonly onNotice: (sentence: string) => void;
}

/** Opens a simulation in memory or in a folder. Throws ControlInputError, FolderInUseError and Node's errors. */
export async function openSimulationHost(options: HostOptions): Promise<SimulationHost> {
  return options.folder === null ? inMemory(options) : onDisk(options, options.folder);
}

function inMemory({ scenarioName, choose, platform }: HostOptions): SimulationHost {
  let simulation = begin(choose(scenarioName ?? 'practice'), platform, null);
  return {
    get simulation() {
      return simulation;
    },
    touched: () => undefined,
    reset: (scenario) => {
      simulation = begin(scenario, platform, null);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}

async function onDisk(options: HostOptions, folder: string): Promise<SimulationHost> {
  const { platform, onNotice } = options;
  // What vendors put into the simulated S3 is nobody else's business.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(join(folder, 'lock'));
  const path = join(folder, 'world');
  try {
    let simulation = await openFrom(options, folder, path);
    const keeper = keepSnapshots(
      path,
      () => keptStateOf(simulation, platform.hostNow()),
      (error) => onNotice(`the world could not be written to ${path}: ${textOf(error)}`),
    );
    await keeper.save();
    return {
      get simulation() {
        return simulation;
      },
      touched: () => keeper.touched(),
      async reset(scenario) {
        closeS3Store(simulation.s3);
        simulation = begin(scenario, platform, join(folder, 's3'));
        await keeper.save();
      },
      async close() {
        await keeper.close();
        closeS3Store(simulation.s3);
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function openFrom(options: HostOptions, folder: string, path: string): Promise<Simulation> {
  const { scenarioName, choose, platform, onNotice } = options;
  const snapshot = await readSnapshot(path);
  const s3Folder = join(folder, 's3');
  if (snapshot.found === 'state') return goOn(options, snapshot.state, folder, s3Folder);
  if (snapshot.found === 'damaged') {
    const aside = `${path}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}`;
    await rename(path, aside);
    onNotice(
      `the kept world cannot be read (${snapshot.problem}); it is now ${aside}, and the simulator starts a new one beside the objects of S3`,
    );
  }
  const scenario = choose(scenarioName ?? 'practice');
  const s3 = openS3Store({ folder: s3Folder, accountId: scenario.accountId });
  const simulation = openSimulation(scenario, platform, s3);
  openScenario(simulation);
  return simulation;
}

function goOn(
  { scenarioName, choose, platform }: HostOptions,
  state: KeptState,
  folder: string,
  s3Folder: string,
): Simulation {
  if (scenarioName !== null && scenarioName !== state.scenario) {
    const expected = `${state.scenario}, which ${folder} holds: leave the name out, reset it, or use another folder`;
    throw new ControlInputError('scenario', expected);
  }
  const scenario = choose(state.scenario);
  const s3 = openS3Store({ folder: s3Folder, accountId: scenario.accountId });
  return openSimulation(scenario, platform, s3, state);
}

function begin(scenario: Scenario, platform: Platform, s3Folder: string | null): Simulation {
  const s3 = openS3Store({ folder: s3Folder, startsEmpty: true, accountId: scenario.accountId });
  const simulation = openSimulation(scenario, platform, s3);
  openScenario(simulation);
  return simulation;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
