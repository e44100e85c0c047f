import type { CrashOutcome, CrashWorld } from './crash-world.ts';
import type { Kill, KillPoint } from './kill-points.ts';
import type { Death } from './processes.ts';
import type { CrashScenario } from './scenarios.ts';
import { openTally, protocolOf, type Tally } from './tally.ts';

/** A few kills within recoveries of recoveries. The last process of a run is left alone. */
const KILLS_A_RUN = 5;

/** The deaths that made a process come by a point may not do so every time: CodePipeline is quicker or slower. */
const WAYS_TRIED = 5;

/** A run that has led to a point, and the deaths before the process that came by. */
interface Way {
  readonly scenario: CrashScenario;
  readonly deaths: readonly Death[];
}

/** What is known of the scenarios of one protocol, by point: its steps are the same with every processor. */
interface Family {
  readonly covered: Set<KillPoint>;
  readonly ways: Map<KillPoint, Way[]>;
  readonly tried: Map<KillPoint, number>;
}

/**
 * Walks the whole matrix: each process dies at the first point at which none has died yet, be it on the way of a whole run
 * or of a recovery. Once whole runs come by nothing new, the deaths that led to a point of a recovery are repeated, and the
 * process dies there. Nothing says beforehand which points there are.
 */
export async function walkMatrix(
  worlds: readonly CrashWorld[],
  scenarios: readonly CrashScenario[],
): Promise<Tally> {
  const tally = openTally();
  const families = new Map<string, Family>();
  const waiting = [...scenarios];

  function familyAt(scenario: CrashScenario): Family {
    const name = protocolOf(scenario);
    const known = families.get(name) ?? { covered: new Set(), ways: new Map(), tried: new Map() };
    families.set(name, known);
    return known;
  }

  async function runOnce(world: CrashWorld, scenario: CrashScenario, before: readonly Death[]) {
    const { covered, ways } = familyAt(scenario);
    const killOf = (deaths: readonly Death[]): Kill | null => {
      for (const { place } of deaths) covered.add(place);
      const again = before[deaths.length];
      if (again) return { at: again.place, occurrence: again.occurrence };
      return deaths.length < KILLS_A_RUN ? { except: [...covered] } : null;
    };
    const outcome = await world.run(scenario, { killOf });
    tally.add(scenario, outcome);
    learn(ways, scenario, outcome);
    return outcome;
  }

  async function walk(world: CrashWorld): Promise<void> {
    for (let scenario = waiting.shift(); scenario; scenario = waiting.shift()) {
      const outcome = await runOnce(world, scenario, []);
      if (outcome.deaths.length > 0) waiting.push(scenario);
    }
    for (let way = nextWay(); way; way = nextWay()) await runOnce(world, way.scenario, way.deaths);
  }

  function nextWay(): Way | null {
    for (const { covered, ways, tried } of families.values()) {
      for (const [point, known] of ways) {
        const times = tried.get(point) ?? 0;
        const way = known[times % known.length];
        if (!way || covered.has(point) || times >= WAYS_TRIED) continue;
        tried.set(point, times + 1);
        return way;
      }
    }
    return null;
  }

  await Promise.all(worlds.map(walk));
  return tally;
}

/** Remembers how each point was come by where there is room for one more death. */
function learn(ways: Family['ways'], scenario: CrashScenario, outcome: CrashOutcome): void {
  for (const [index, points] of outcome.passed.slice(0, KILLS_A_RUN).entries()) {
    const way = { scenario, deaths: outcome.deaths.slice(0, index) };
    for (const point of new Set(points))
      ways.set(point, [...(ways.get(point) ?? []), way].slice(-WAYS_TRIED));
  }
}
