import type { CrashOutcome } from './crash-world.ts';
import type { Kill, KillPoint } from './kill-points.ts';
import type { LossExtent } from './ledger-loss.ts';
import type { CrashPlan, Death } from './processes.ts';
import type { CrashScenario } from './scenarios.ts';
import { familyOf, keyOf, type CrashFailure } from './tally.ts';

/** Points as runs come by them, those of first processes apart from those of recoveries. */
export interface KnownPoints {
  learn(scenario: CrashScenario, outcome: CrashOutcome): void;
  of(scenario: CrashScenario, processIndex: number): readonly KillPoint[];
}

export function learnPoints(): KnownPoints {
  const known = new Map<string, Set<KillPoint>>();
  const nameOf = (scenario: CrashScenario, index: number): string =>
    `${familyOf(scenario)} ${index === 0 ? 'first' : 'later'}`;
  return {
    learn(scenario, outcome) {
      for (const [index, points] of outcome.passed.entries()) {
        const name = nameOf(scenario, index);
        const set = known.get(name) ?? new Set();
        known.set(name, set);
        for (const point of points) set.add(point);
      }
    },
    of: (scenario, index) => [...(known.get(nameOf(scenario, index)) ?? [])],
  };
}

/** Numbers in [0, 1) that follow from the seed. Source: mulberry32, public domain. */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const MOST_KILLS = 4;

/** Longer than most calls on loopback take: a kill with a delay falls into the call, or into what follows. */
const LONGEST_DELAY_MS = 12;

/** About how many points a process passes from its start to the end of a run. */
const POINTS_A_RUN = 70;

/** These shares of the runs lose, after one of their deaths, all that they remember, or the database only. */
const ALL_LOST_SHARE = 0.1;
const DATABASE_LOST_SHARE = 0.1;

const SLOW_SHARE = 0.1;

/** A scenario with what is to happen to its agents. */
export interface DrawnRun {
  readonly scenario: CrashScenario;
  readonly plan: CrashPlan;
}

/**
 * One run of the campaign: a scenario and one to four kills. A kill strikes at a known point, rather one that was rarely
 * killed at, on its first or second passing, at once or some milliseconds into the call; or at any passing whatever.
 */
export function drawRun(
  seed: number,
  scenarios: readonly CrashScenario[],
  points: KnownPoints,
  killed: ReadonlyMap<string, number>,
): DrawnRun {
  const random = randomFrom(seed);
  const whole = (below: number): number => Math.floor(random() * below);
  const quick = scenarios.filter(({ slow }) => !slow);
  const drawable = random() < SLOW_SHARE ? scenarios : quick;
  const scenario = drawable[whole(drawable.length)];
  if (!scenario) throw new RangeError('there is no scenario');
  const kills = 1 + whole(MOST_KILLS);
  const losing = random();
  const loses: LossExtent = losing < ALL_LOST_SHARE ? 'all' : 'database';
  const losesLedgerAfter = losing < ALL_LOST_SHARE + DATABASE_LOST_SHARE ? whole(kills) : null;

  function killOf(deaths: readonly Death[]): Kill | null {
    if (deaths.length >= kills) return null;
    const known = scenario ? points.of(scenario, deaths.length) : [];
    const times = (point: KillPoint): number => (scenario ? (killed.get(keyOf(scenario, point)) ?? 0) : 0);
    const drawn = [0, 1, 2].flatMap(() => known[whole(known.length)] ?? []);
    const [rarest] = drawn.sort((a, b) => times(a) - times(b));
    if (rarest === undefined || random() < 0.35) return { passed: 1 + whole(POINTS_A_RUN) };
    const kill = { at: rarest, occurrence: random() < 0.8 ? 1 : 2 };
    return random() < 0.3 ? { ...kill, delayMs: whole(LONGEST_DELAY_MS) } : kill;
  }
  return { scenario, plan: losesLedgerAfter === null ? { killOf } : { killOf, losesLedgerAfter, loses } };
}

/** The kills that were ordered before, ordered again. */
export function repeatRun(
  scenario: CrashScenario,
  before: Pick<CrashFailure, 'kills' | 'losesLedgerAfter' | 'loses'>,
): DrawnRun {
  const killOf = (deaths: readonly Death[]): Kill | null => before.kills[deaths.length] ?? null;
  const { losesLedgerAfter, loses = 'all' } = before;
  return { scenario, plan: losesLedgerAfter === null ? { killOf } : { killOf, losesLedgerAfter, loses } };
}
