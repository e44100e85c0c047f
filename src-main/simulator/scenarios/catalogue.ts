import { approvalWaitingScenario } from './approval-waiting.ts';
import { bareScenario } from './bare.ts';
import { busyVendorScenario } from './busy-vendor.ts';
import { emptyScenario } from './empty.ts';
import { firstJobScenario } from './first-job.ts';
import { practiceScenario } from './practice.ts';
import { parallelBranchesScenario, queuedReleaseScenario, supersededRushScenario } from './rushes.ts';
import type { Scenario } from './scenario.ts';
import { throttledScenario } from './throttled.ts';
import {
  expiredCredentialsScenario,
  failingArtifactScenario,
  missingTokenScenario,
  stuckJobScenario,
} from './worker-troubles.ts';

/** Every scenario, in the order in which they are offered. */
export const scenarios: readonly Scenario[] = [
  practiceScenario,
  bareScenario,
  emptyScenario,
  firstJobScenario,
  busyVendorScenario,
  missingTokenScenario,
  stuckJobScenario,
  failingArtifactScenario,
  expiredCredentialsScenario,
  supersededRushScenario,
  queuedReleaseScenario,
  parallelBranchesScenario,
  approvalWaitingScenario,
  throttledScenario,
];

/** The names a simulator can be started with. */
export const scenarioNames: readonly string[] = scenarios.map((scenario) => scenario.name);

/** The scenario of that name; undefined where there is none. */
export function scenarioNamed(name: string): Scenario | undefined {
  return scenarios.find((scenario) => scenario.name === name);
}
