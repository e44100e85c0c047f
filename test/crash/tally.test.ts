import { describe, expect, it } from 'vitest';
import { campaignTable, failureText } from './campaign-table.ts';
import type { CrashOutcome } from './crash-world.ts';
import type { CrashScenario } from './scenarios.ts';
import { callsWithoutKill, openTally, pointsWithoutKill } from './tally.ts';

const scenario: CrashScenario = {
  ...{ name: 'custom http success', order: {}, processor: 'http', intended: 'succeeded', works: 1 },
};
const place = 'before jobs.poll [waking]';

function anOutcome(change: Partial<CrashOutcome> = {}): CrashOutcome {
  return {
    passed: [[place], [place, 'after jobs.poll: none [waking]']],
    deaths: [{ place, occurrence: 1 }],
    kills: [{ passed: 1 }, null],
    loss: null,
    problems: [],
    ...change,
  };
}

const drawn = { index: 12, seed: 5, losesLedgerAfter: 0 };
const failed = anOutcome({
  loss: { kind: 'job-to-come', answered: 1 },
  problems: ['the run ended never, intended succeeded'],
});

describe('the table of a campaign', () => {
  it('names the points that were passed and never killed at', () => {
    const tally = openTally();
    tally.add(scenario, anOutcome());
    expect(callsWithoutKill(tally)).toEqual(['after jobs.poll']);
    expect(pointsWithoutKill(tally)).toEqual(['custom http after jobs.poll: none [waking]']);
    const table = campaignTable(tally, 5);
    expect(table).toContain('never killed at:\n  custom http after jobs.poll: none [waking]');
    expect(table).toMatch(/^custom http before jobs\.poll \[waking\] +2 +1 +0$/m);
    expect(table).toContain('1 runs, 2 processes, 1 kills, 2 points, 1 never killed at, 0 failed (seed 5)');
  });

  it('counts lost databases at the point of the death, by what could become of the run', () => {
    const tally = openTally();
    tally.add(scenario, failed, drawn);
    expect(campaignTable(tally, 5)).toMatch(/before jobs\.poll \[waking\] +2 +1 +1$/m);
    expect(campaignTable(tally, 5)).toContain('1 runs lost the database: 1 job-to-come');
  });

  it('tells of a failed run where it died, what is wrong and how to have it again', () => {
    const tally = openTally();
    tally.add(scenario, failed, drawn);
    const [failure] = tally.failures;
    const text = failure ? failureText(failure) : '';
    expect(text).toContain(`died ${place} #1, database lost`);
    expect(text).toContain('the run ended never, intended succeeded');
    expect(text).toContain('npm run test:crash -- --seed 5 --only 12');
    expect(failure?.kills).toEqual(failed.kills);
  });

  it('goes on from what was kept as if it had never ended', () => {
    const whole = openTally();
    const before = openTally();
    for (const tally of [whole, before]) tally.add(scenario, failed, drawn);
    const resumed = openTally(JSON.parse(JSON.stringify(before.kept())) as ReturnType<typeof before.kept>);
    for (const tally of [whole, resumed]) tally.add(scenario, anOutcome());
    expect(campaignTable(resumed, 5)).toBe(campaignTable(whole, 5));
    expect(resumed.failures).toEqual(whole.failures);
  });
});
