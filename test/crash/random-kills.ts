import type { CrashOutcome, Death } from './crash-world.ts';
import type { Kill, KillPoint } from './kill-points.ts';
import type { CrashScenario } from './scenarios.ts';
import { familyOf, keyOf } from './tally.ts';

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

/**
 * One run of the campaign: a scenario and one to four kills. A kill strikes at a known point, rather one that was rarely
 * killed at, on its first or second passing, at once or some milliseconds into the call; or at any passing whatever.
 */
export function drawKills(
  seed: number,
  scenarios: readonly CrashScenario[],
  points: KnownPoints,
  killed: ReadonlyMap<string, number>,
): { scenario: CrashScenario; killOf: (deaths: readonly Death[]) => Kill | null } {
  const random = randomFrom(seed);
  const whole = (below: number): number => Math.floor(random() * below);
  const scenario = scenarios[whole(scenarios.length)];
  if (!scenario) throw new RangeError('there is no scenario');
  const kills = 1 + whole(MOST_KILLS);

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
  return { scenario, killOf };
}
