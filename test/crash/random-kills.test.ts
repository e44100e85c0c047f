import { describe, expect, it } from 'vitest';
import type { CrashOutcome } from './crash-world.ts';
import type { Kill } from './kill-points.ts';
import type { Death } from './processes.ts';
import { drawRun, learnPoints, repeatRun, type DrawnRun } from './random-kills.ts';
import { crashScenarios } from './scenarios.ts';
import { keyOf } from './tally.ts';

const death: Death = { place: 'before jobs.poll [waking]', occurrence: 1 };

/** The kills that a plan orders when each of them strikes. */
function killsOf({ plan }: DrawnRun): Kill[] {
  const kills: Kill[] = [];
  for (let kill = plan.killOf([]); kill; kill = plan.killOf(kills.map(() => death))) kills.push(kill);
  return kills;
}

const drawAll = (count: number, points = learnPoints(), killed = new Map<string, number>()) =>
  Array.from({ length: count }, (_, seed) => drawRun(seed, crashScenarios, points, killed));

describe('the runs that a campaign draws', () => {
  it('are the same for the same seed', () => {
    const asText = () => JSON.stringify(drawAll(50).map((run) => [run.scenario.name, killsOf(run)]));
    expect(asText()).toBe(asText());
  });

  it('come to every scenario, slow ones seldom', () => {
    const names = drawAll(2_000).map(({ scenario }) => scenario.name);
    expect(new Set(names)).toEqual(new Set(crashScenarios.map(({ name }) => name)));
    const slow = new Set(crashScenarios.filter((each) => each.slow).map(({ name }) => name));
    expect(names.filter((name) => slow.has(name)).length).toBeLessThan(60);
  });

  it('hold one to four kills', () => {
    const counts = new Set(drawAll(300).map((run) => killsOf(run).length));
    expect([...counts].sort()).toEqual([1, 2, 3, 4]);
  });

  it.each(['all', 'database'] as const)('lose %s after one of the deaths, about one in ten', (loses) => {
    const losing = drawAll(2_000).filter(({ plan }) => plan.loses === loses);
    expect(losing.length).toBeGreaterThan(160);
    expect(losing.length).toBeLessThan(240);
    for (const run of losing) expect(run.plan.losesLedgerAfter).toBeLessThan(killsOf(run).length);
  });

  it('strike where rarely was a kill rather than where many were', () => {
    const points = learnPoints();
    const killed = new Map<string, number>();
    for (const scenario of crashScenarios) {
      const outcome = { passed: [['worn', 'rare']] } as unknown as CrashOutcome;
      points.learn(scenario, outcome);
      killed.set(keyOf(scenario, 'worn'), 100);
    }
    const places = drawAll(400, points, killed).flatMap(({ plan }) => {
      const kill = plan.killOf([]);
      return kill && 'at' in kill ? [kill.at] : [];
    });
    const worn = places.filter((place) => place === 'worn').length;
    expect(worn).toBeGreaterThan(0);
    expect(worn).toBeLessThan(places.length / 4);
  });

  it('are repeated with the kills that were kept', () => {
    const [scenario] = crashScenarios;
    if (!scenario) throw new Error('there is no scenario');
    const kills: Kill[] = [{ passed: 7 }, { at: 'before jobs.acknowledge [first]', occurrence: 2 }];
    const again = repeatRun(scenario, { kills: [...kills, null], losesLedgerAfter: 1, loses: 'database' });
    expect(killsOf(again)).toEqual(kills);
    expect(again.plan).toMatchObject({ losesLedgerAfter: 1, loses: 'database' });
    expect(repeatRun(scenario, { kills, losesLedgerAfter: null }).plan.losesLedgerAfter).toBeUndefined();
  });
});
