import { describe, expect, it } from 'vitest';
import { decideHealth, type HealthCell, type HealthFacts } from '#main/watching/decide-health.ts';

const NOW = Date.UTC(2026, 0, 15, 9, 30);
const MINUTE = 60_000;

function aCell(change: Partial<HealthCell> = {}): HealthCell {
  const key = 'us-east-1 Test/Custom/Load/1';
  return { key, mode: 'polling', pace: 'quick', inHand: 0, heardAgoMs: 900, lastError: null, ...change };
}

function facts(change: Partial<HealthFacts> = {}): HealthFacts {
  return {
    ...{ phase: 'working', pollIntervalMs: 10_000, slots: 20, cells: [aCell()], runsAtWork: 0 },
    ...{ watchedAgoMs: 4_000, longestStallMs: 0, workedAgoMs: 10, resultTriedAgoMs: 10 },
    ...{ resultSettledAgoMs: 10, oldestOwedAgoMs: null, tryOverdueMs: null, ledgerFailure: null },
    ledgerDamage: null,
    ...change,
  };
}

const failing = (heardAgoMs: number): HealthCell =>
  aCell({ mode: 'failing', pace: 'backing-off', heardAgoMs, lastError: 'HTTP status 500' });
const waiting = aCell({ pace: 'waiting-for-slot', inHand: 20, heardAgoMs: 5 * MINUTE });

it.each<[string, string, number, Partial<HealthFacts>]>([
  ['starts', 'starting', 200, { phase: 'starting', cells: [] }],
  ['has nothing to do', 'idle', 200, {}],
  ['has runs under way', 'ok', 200, { runsAtWork: 3 }],
  ['has a job in hand', 'ok', 200, { cells: [aCell({ inHand: 1 })] }],
  ['has all slots taken', 'busy', 200, { cells: [aCell({ inHand: 20 })] }],
  ['waits for a slot and works', 'busy', 200, { cells: [waiting], runsAtWork: 20 }],
  ['drains', 'draining', 200, { phase: 'draining', cells: [failing(9 * MINUTE)], watchedAgoMs: 9 * MINUTE }],
  ['has paused cells only', 'idle', 200, { cells: [aCell({ mode: 'paused', heardAgoMs: 9 * MINUTE })] }],
  ['has missed two polls', 'idle', 200, { cells: [failing(29_000)] }],
  ['has missed three polls', 'cut-off', 503, { cells: [failing(31_000)] }],
  ['hangs in a poll without an error', 'cut-off', 503, { cells: [aCell({ heardAgoMs: 31_000 })] }],
  ['is idle, and slow', 'idle', 200, { cells: [aCell({ pace: 'idle', heardAgoMs: 89_000 })] }],
  ['is idle, and silent', 'cut-off', 503, { cells: [aCell({ pace: 'idle', heardAgoMs: 91_000 })] }],
  ['polls each second', 'idle', 200, { pollIntervalMs: 1000, cells: [failing(4_900)] }],
  ['polls each second in vain', 'cut-off', 503, { pollIntervalMs: 1000, cells: [failing(5_100)] }],
  ['has lost one cell of two', 'idle', 200, { cells: [aCell(), failing(9 * MINUTE)] }],
  ['has no credentials', 'no-credentials', 503, { cells: [{ ...failing(MINUTE), mode: 'no-credentials' }] }],
  ['watches no deadline', 'stuck', 503, { watchedAgoMs: 61_000 }],
  ['stood still', 'stuck', 503, { longestStallMs: 21_000 }],
  ['was slow once', 'idle', 200, { longestStallMs: 19_000 }],
  ['is full and does nothing', 'stuck', 503, { cells: [waiting], workedAgoMs: 121_000 }],
  ['has free slots and nothing to call', 'idle', 200, { workedAgoMs: 9 * MINUTE }],
  ['forgot a result', 'stuck', 503, { tryOverdueMs: 121_000, resultTriedAgoMs: 121_000 }],
  ['works off many results', 'idle', 200, { tryOverdueMs: 9 * MINUTE, resultTriedAgoMs: 100 }],
  ['has a result that is to be tried later', 'idle', 200, { tryOverdueMs: -5_000, resultTriedAgoMs: MINUTE }],
  ['gets no result accepted', 'stuck', 503, { oldestOwedAgoMs: 601_000, resultSettledAgoMs: 601_000 }],
  ['has one result that is refused', 'idle', 200, { oldestOwedAgoMs: 601_000, resultSettledAgoMs: 9_000 }],
  ['has a damaged ledger', 'disk', 503, { ledgerDamage: { agoMs: 3_000, sentence: 'Start again.' } }],
  ['cannot write', 'disk', 503, { ledgerFailure: { agoMs: 3_000, message: 'disk is full' } }],
])('of an agent that %s is %s (%i)', (_what, status, httpStatus, change) => {
  const health = decideHealth(facts(change), NOW);
  expect([health.status, health.httpStatus]).toEqual([status, httpStatus]);
  expect(health.causes.length).toBeGreaterThan(0);
});

describe('a cause', () => {
  it('says since when CodePipeline is silent, by the cell that heard it last, and what was said', () => {
    const cells = [failing(90_000), failing(60_000)];
    expect(decideHealth(facts({ cells }), NOW).causes).toEqual([
      {
        code: 'cut-off',
        sentence: 'CodePipeline has answered no poll: HTTP status 500',
        since: '2026-01-15T09:29:00.000Z',
      },
    ]);
  });

  it('stands beside a worse one, the worst first', () => {
    const ledgerFailure = { agoMs: 3_000, message: 'disk is full' };
    const health = decideHealth(facts({ cells: [failing(MINUTE)], ledgerFailure }), NOW);
    expect(health.causes.map(({ code }) => code)).toEqual(['ledger', 'cut-off']);
  });

  it('names the cells that are silent where others are not', () => {
    const elsewhere = { ...failing(MINUTE), key: 'eu-west-1 Test/Custom/Load/1' };
    const { status, causes } = decideHealth(facts({ cells: [aCell(), elsewhere], runsAtWork: 1 }), NOW);
    expect([status, causes.map(({ code }) => code)]).toEqual(['ok', ['working', 'part-cut-off']]);
    expect(causes[1]?.sentence).toContain('1 of 2 cells (eu-west-1 Test/Custom/Load/1)');
  });
});
