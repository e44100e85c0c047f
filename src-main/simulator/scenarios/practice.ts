import { bareScenario } from './bare.ts';
import { practiceFlow } from './practice-flow.ts';
import { practicePipelines } from './practice-pipelines.ts';
import { practiceSeeds } from './practice-seeds.ts';
import type { Scenario } from './scenario.ts';

/** The world of the first start: quick answers, a few runs of every kind at once, and then a steady flow. */
export const practiceScenario: Scenario = {
  ...bareScenario,
  name: 'practice',
  timing: { continueAfterSeconds: 2, redeliverAfterSeconds: 10, jobTimeoutSeconds: 3600 },
  pipelines: practicePipelines,
  seeds: practiceSeeds,
  flow: practiceFlow,
};
