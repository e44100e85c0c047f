import { bareScenario } from './bare.ts';
import { approval, everyStandIn } from './declare.ts';
import { pushes, releasePipeline } from './release.ts';
import type { Scenario } from './scenario.ts';

/** The token for the answer is in GetPipelineState. */
export const approvalWaitingScenario: Scenario = {
  ...bareScenario,
  name: 'approval-waiting',
  summary: 'a manual approval waits for its answer, and a newer release waits behind it',
  standIns: [everyStandIn(2)],
  openedSecondsAgo: 600,
  pipelines: [
    releasePipeline('SUPERSEDED', {
      stageName: 'SignOff',
      actions: [approval('Approve', 'May this release go to production?')],
    }),
  ],
  past: pushes(1),
};
