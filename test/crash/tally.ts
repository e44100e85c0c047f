import type { CrashOutcome } from './crash-world.ts';
import { callOf, type KillPoint } from './kill-points.ts';
import type { Kill } from './kill-points.ts';
import type { LedgerLoss, LossExtent } from './ledger-loss.ts';
import type { CrashScenario } from './scenarios.ts';

/** A run whose end contradicts itself: where its processes died, one after the other, and what is wrong. */
export interface CrashFailure {
  readonly scenario: string;
  readonly deaths: readonly string[];
  readonly problems: readonly string[];
  /** The number of the run in its campaign, and what is needed to do the same again. */
  readonly index: number | null;
  readonly seed: number | null;
  readonly kills: readonly (Kill | null)[];
  readonly losesLedgerAfter: number | null;
  /** `all` unless said. */
  readonly loses?: LossExtent | undefined;
}

/** What was drawn for a run of a campaign. */
export interface Drawn {
  readonly index: number;
  readonly seed: number;
  readonly losesLedgerAfter: number | null;
  readonly loses?: LossExtent | undefined;
}

/** How often each point was passed, and how often something befell the agent there. */
interface Counts<Table> {
  /** By point, see `keyOf`: how often a process came by. */
  readonly passed: Table;
  /** By point: how often a process was killed there. */
  readonly killed: Table;
  /** Of these: with the database gone afterwards. */
  readonly lost: Table;
}

/** What was passed and where the agent died. Points are told apart by protocol and processor too. */
export interface Tally extends Counts<ReadonlyMap<string, number>> {
  /** Runs that lost their database, by what could become of them. */
  readonly losses: ReadonlyMap<LedgerLoss['kind'], number>;
  readonly failures: readonly CrashFailure[];
  readonly runs: number;
  readonly processes: number;
  add(scenario: CrashScenario, outcome: CrashOutcome, drawn?: Drawn): void;
  /** Plain JSON, to be gone on with. */
  kept(): KeptTally;
}

/** A tally as it is kept between two campaigns. */
export interface KeptTally extends Counts<Record<string, number>> {
  readonly losses: Record<string, number>;
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
  const [passed, killed] = [
    new Map(Object.entries(kept?.passed ?? {})),
    new Map(Object.entries(kept?.killed ?? {})),
  ];
  const lost = new Map(Object.entries(kept?.lost ?? {}));
  const losses = new Map(Object.entries(kept?.losses ?? {}) as [LedgerLoss['kind'], number][]);
  const failures = [...(kept?.failures ?? [])];
  let runs = kept?.runs ?? 0;
  let processes = kept?.processes ?? 0;
  const count = <Key>(counts: Map<Key, number>, key: Key): void =>
    void counts.set(key, (counts.get(key) ?? 0) + 1);

  function countDeaths(
    scenario: CrashScenario,
    outcome: CrashOutcome,
    losesLedgerAfter: number | null,
  ): void {
    for (const [index, { place }] of outcome.deaths.entries()) {
      const key = keyOf(scenario, place);
      count(killed, key);
      if (index === losesLedgerAfter) count(lost, key);
    }
  }

  return {
    ...{ passed, killed, lost, losses, failures },
    get runs() {
      return runs;
    },
    get processes() {
      return processes;
    },
    add(scenario, outcome, drawn) {
      runs += 1;
      processes += outcome.passed.length;
      for (const point of outcome.passed.flat()) count(passed, keyOf(scenario, point));
      countDeaths(scenario, outcome, drawn?.losesLedgerAfter ?? null);
      if (outcome.loss) count(losses, outcome.loss.kind);
      if (outcome.problems.length === 0) return;
      const deaths = outcome.deaths.map(({ place, occurrence }) => `${place} #${occurrence}`);
      failures.push({
        ...{ scenario: scenario.name, deaths, problems: outcome.problems, kills: outcome.kills },
        ...{ index: drawn?.index ?? null, seed: drawn?.seed ?? null },
        ...{ losesLedgerAfter: drawn?.losesLedgerAfter ?? null, loses: drawn?.loses },
      });
    },
    kept: () => ({
      ...{ passed: Object.fromEntries(passed), killed: Object.fromEntries(killed) },
      ...{ lost: Object.fromEntries(lost) },
      ...{ losses: Object.fromEntries(losses), failures, runs, processes },
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
