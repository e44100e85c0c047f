import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { storeOf, type SimulatorStore } from '../support/simulator-store.ts';
import { practiceDesk } from './practice-desk.ts';
import type { SimulatorControl } from './simulator-control.ts';
import type { LaunchedDesk } from '../support/launch-desk.ts';

/** The console at practice with everything that tests of artifacts need beside it; to be read inside of tests only. */
export interface ArtifactDesk {
  readonly desk: LaunchedDesk;
  readonly simulator: SimulatorControl;
  /** The simulator's S3, to lay out what is looked at. */
  readonly store: SimulatorStore;
  /** For files that are saved or uploaded; gone with the desk. */
  readonly folder: string;
  /** Shows an address of the console. */
  go(path: string): Promise<void>;
  /** Asks the main process as the page does. Refusals throw. */
  ask<T>(channel: string, payload: object): Promise<T>;
}

/** One console for all tests of a file. After each test the page must have refused nothing. */
export function artifactDesk(): ArtifactDesk {
  const practice = practiceDesk();
  let store: SimulatorStore;
  let folder: string;
  test.beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'action-desk-artifacts-'));
    store = storeOf(practice.simulator.endpoint);
  });
  test.afterAll(async () => {
    store.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    get desk() {
      return practice.desk;
    },
    get simulator() {
      return practice.simulator;
    },
    get store() {
      return store;
    },
    get folder() {
      return folder;
    },
    async go(path) {
      await practice.desk.page.evaluate(`location.hash = ${JSON.stringify(`#${path}`)}; null`);
    },
    ask: <T>(channel: string, payload: object) =>
      practice.desk.page.evaluate<T>(
        `actionDesk.request(${JSON.stringify(channel)}, ${JSON.stringify(payload)}).then((answer) => {
          if (!answer.ok) throw new Error(answer.error.message);
          return answer.value;
        })`,
      ),
  };
}

/** The address of an object in us-east-1. */
export function objectPath(bucket: string, key: string, more: Record<string, string> = {}): string {
  return `/artifacts?${new URLSearchParams({ region: 'us-east-1', bucket, key, ...more }).toString()}`;
}
