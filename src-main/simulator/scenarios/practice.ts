import { bareScenario } from './bare.ts';
import { emptyScenario } from './empty.ts';
import { practiceFlow } from './practice-flow.ts';
import { gatedPast } from './practice-gates.ts';
import { practiceBuckets, practicePipelines, practiceStandIns } from './practice-pipelines.ts';
import { practiceSeeds } from './practice-seeds.ts';
import type { Scenario } from './scenario.ts';

/** The world of the first start: quick answers, a few runs of every kind at once, and then a steady flow. */
export const practiceScenario: Scenario = {
  ...bareScenario,
  name: 'practice',
  summary: 'eight pipelines, five customers, ten runs of every kind at once, and then a steady flow',
  timing: { ...emptyScenario.timing, continueAfterSeconds: 2, redeliverAfterSeconds: 10 },
  buckets: practiceBuckets,
  standIns: practiceStandIns,
  pipelines: practicePipelines,
  openedSecondsAgo: 60,
  past: gatedPast,
  seeds: practiceSeeds,
  flow: practiceFlow,
};
