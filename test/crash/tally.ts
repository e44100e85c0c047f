import type { CrashOutcome } from './crash-world.ts';
import { callOf, type KillPoint } from './kill-points.ts';
import type { CrashScenario } from './scenarios.ts';

/** A run whose end contradicts itself: where its processes died, one after the other, and what is wrong. */
export interface CrashFailure {
  readonly scenario: string;
  readonly deaths: readonly string[];
  readonly problems: readonly string[];
}

/** What was passed and where the agent died. Points are told apart by protocol and processor too. */
export interface Tally {
  /** By point, see `keyOf`: how often a process came by. */
  readonly passed: ReadonlyMap<string, number>;
  /** By point: how often a process was killed there. */
  readonly killed: ReadonlyMap<string, number>;
  readonly failures: readonly CrashFailure[];
  readonly runs: number;
  readonly processes: number;
  add(scenario: CrashScenario, outcome: CrashOutcome): void;
  /** Plain JSON, to be gone on with. */
  kept(): KeptTally;
}

/** A tally as it is kept between two campaigns. */
export interface KeptTally {
  readonly passed: Record<string, number>;
  readonly killed: Record<string, number>;
  readonly failures: CrashFailure[];
  readonly runs: number;
  readonly processes: number;
}

/** The protocol of a scenario's jobs. */
export function protocolOf(scenario: CrashScenario): 'custom' | 'third-party' {
  return scenario.order.clientId === undefined ? 'custom' : 'third-party';
}

/** The protocol and the processor of a scenario: `third-party http`. */
export function familyOf(scenario: CrashScenario): string {
  return `${protocolOf(scenario)} ${scenario.processor}`;
}

/** One line of the table: `third-party http before jobs.acknowledge [first]`. */
export function keyOf(scenario: CrashScenario, point: KillPoint): string {
  return `${familyOf(scenario)} ${point}`;
}

/** Counts what outcomes tell, on top of what was kept. */
export function openTally(kept: KeptTally | null = null): Tally {
  const passed = new Map(Object.entries(kept?.passed ?? {}));
  const killed = new Map(Object.entries(kept?.killed ?? {}));
  const failures = [...(kept?.failures ?? [])];
  let runs = kept?.runs ?? 0;
  let processes = kept?.processes ?? 0;
  const count = (counts: Map<string, number>, key: string): void =>
    void counts.set(key, (counts.get(key) ?? 0) + 1);
  return {
    passed,
    killed,
    failures,
    get runs() {
      return runs;
    },
    get processes() {
      return processes;
    },
    add(scenario, outcome) {
      runs += 1;
      processes += outcome.passed.length;
      for (const point of outcome.passed.flat()) count(passed, keyOf(scenario, point));
      for (const { place } of outcome.deaths) count(killed, keyOf(scenario, place));
      if (outcome.problems.length === 0) return;
      const deaths = outcome.deaths.map(({ place, occurrence }) => `${place} #${occurrence}`);
      failures.push({ scenario: scenario.name, deaths, problems: outcome.problems });
    },
    kept: () => ({
      ...{ passed: Object.fromEntries(passed), killed: Object.fromEntries(killed) },
      ...{ failures, runs, processes },
    }),
  };
}

/** Calls, each with its side, whatever family and stage, that were passed and at which no process was ever killed. */
export function callsWithoutKill(tally: Tally): string[] {
  const callsOf = (points: Iterable<string>) =>
    new Set([...points].map((point) => callOf(point.replace(/^.*?(?=before |after )/, ''))));
  const killed = callsOf(tally.killed.keys());
  return [...callsOf(tally.passed.keys())].filter((call) => !killed.has(call)).sort();
}

/** Points that were passed and at which no process was ever killed. */
export function pointsWithoutKill(tally: Tally): string[] {
  return [...tally.passed.keys()].filter((point) => !tally.killed.has(point)).sort();
}
