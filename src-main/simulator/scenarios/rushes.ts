import { bareScenario } from './bare.ts';
import { everyStandIn, ownAction } from './declare.ts';
import { customLoadTest } from './northwind.ts';
import { pushes, releasePipeline } from './release.ts';
import type { Scenario } from './scenario.ts';

/*
 * One pipeline in each execution mode, with the same rush of pushes while nobody answers the job of its load
 * test: what differs is what becomes of the executions behind the first.
 */

const gate = {
  stageName: 'LoadTest',
  actions: [
    ownAction(
      'Gate',
      customLoadTest.id,
      { TestPlan: 'rush', VirtualUsers: '200', DurationSeconds: '10' },
      { output: 'LoadTestReport' },
    ),
  ],
};

const rush: Scenario = { ...bareScenario, standIns: [everyStandIn(2)], openedSecondsAgo: 600 };

/** Newest wins. */
export const supersededRushScenario: Scenario = {
  ...rush,
  name: 'superseded-rush',
  summary:
    'SUPERSEDED: six pushes while a stage is locked; the newest waits, the five before it are superseded',
  pipelines: [releasePipeline('SUPERSEDED', gate)],
  past: pushes(6),
};

/** Nobody is overtaken. */
export const queuedReleaseScenario: Scenario = {
  ...rush,
  name: 'queued-release',
  summary: 'QUEUED: four pushes stand in line in front of a locked stage, in the order in which they came',
  pipelines: [releasePipeline('QUEUED', gate)],
  past: pushes(4),
};

/** Everybody at once. */
export const parallelBranchesScenario: Scenario = {
  ...rush,
  name: 'parallel-branches',
  summary: 'PARALLEL: five executions are in the same stage at once, each with a job of its own',
  pipelines: [releasePipeline('PARALLEL', gate)],
  past: pushes(4),
};
