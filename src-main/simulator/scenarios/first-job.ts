import { bareScenario } from './bare.ts';
import { everyStandIn, ownAction } from './declare.ts';
import { customLoadTest } from './northwind.ts';
import { releasePipeline, releasePlace } from './release.ts';
import type { Scenario } from './scenario.ts';

/** For a worker's first day. */
export const firstJobScenario: Scenario = {
  ...bareScenario,
  name: 'first-job',
  summary:
    'one pipeline whose custom action waits for a worker: poll its job, answer it, see the release go on',
  standIns: [everyStandIn(2)],
  pipelines: [
    releasePipeline('SUPERSEDED', {
      stageName: 'LoadTest',
      actions: [
        ownAction(
          'Gate',
          customLoadTest.id,
          { TestPlan: 'first-test', VirtualUsers: '100', DurationSeconds: '10' },
          { output: 'LoadTestReport' },
        ),
      ],
    }),
  ],
  seeds: [
    {
      name: 'first-job',
      intended: 'succeeded',
      run: { action: { ...releasePlace, stageName: 'LoadTest', actionName: 'Gate' } },
    },
  ],
};
