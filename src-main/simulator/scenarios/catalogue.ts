import { bareScenario } from './bare.ts';
import { emptyScenario } from './empty.ts';
import { practiceScenario } from './practice.ts';
import type { Scenario } from './scenario.ts';

const scenarios: readonly Scenario[] = [practiceScenario, bareScenario, emptyScenario];

/** The names a simulator can be started with. */
export const scenarioNames: readonly string[] = scenarios.map((scenario) => scenario.name);

/** The scenario of that name; undefined where there is none. */
export function scenarioNamed(name: string): Scenario | undefined {
  return scenarios.find((scenario) => scenario.name === name);
}
