import { expect, it } from 'vitest';
import type { AgentBudget, RegionBudget } from '#shared/domain/agent-budget.ts';
import type { CellView } from '#shared/domain/agent-cell.ts';
import { whyAtThisPace } from '#renderer/features/agent/why-slow.ts';
import { localTime } from '#renderer/ui/moment.tsx';
import { aCell, aPast, NOW } from '#test/support/a-cell.ts';

const at = (moment: number): string => localTime(moment, NOW);
const since = NOW - 125_000;
const next = NOW + 8_000;

function aBudget(region: Partial<RegionBudget> = {}, slots: Partial<AgentBudget['slots']> = {}): AgentBudget {
  return {
    pollIntervalMs: 10_000,
    slots: { max: 20, used: 0, waiting: 0, users: [], ...slots },
    regions: [
      {
        ...{ region: 'us-east-1', callsPerSecond: 1, callsPerSecondAllowed: null },
        ...{ underWay: 1, atOnceAllowed: 40, throttledSince: null },
        waiting: { result: 0, claim: 0, poll: 0, console: 0 },
        ...region,
      },
    ],
  };
}
const user = {
  region: 'eu-west-1',
  actionType: 'Test/ThirdParty/Northwind-LoadTest/1',
  used: 14,
  waiting: 3,
};
const throttledRegion = aBudget({ throttledSince: since, callsPerSecond: 2, callsPerSecondAllowed: 2.4 });

it.each<[string, Partial<CellView>, AgentBudget, number | null]>([
  [
    `Paused by ada since ${at(since)}: nothing is polled; 2 runs wait for their next jobs.`,
    { mode: 'paused', switch: 'paused', switched: { at: since, by: 'ada' }, liveRuns: 2 },
    aBudget(),
    40,
  ],
  [
    `Paused since ${at(since)}: nothing is polled; no run is in hand.`,
    { mode: 'paused', switch: 'paused', switched: { at: since, by: null } },
    aBudget(),
    40,
  ],
  [
    `Draining by ada since ${at(since)}: 1 run in hand goes on, and new jobs are left unclaimed.`,
    { mode: 'draining', switch: 'draining', switched: { at: since, by: 'ada' }, liveRuns: 1 },
    aBudget(),
    40,
  ],
  [
    `Drained by ada since ${at(since)}: no run is in hand, and new jobs are left unclaimed.`,
    { mode: 'draining', switch: 'draining', switched: { at: since, by: 'ada' } },
    aBudget(),
    40,
  ],
  ['The agent is ending: what is in hand is being answered.', { mode: 'draining' }, aBudget(), 40],
  [
    `No usable AWS credentials since ${at(since)}: they are looked for again at ${at(next)}.`,
    { mode: 'no-credentials', failingSince: since, nextPollAt: next },
    aBudget(),
    null,
  ],
  [
    `Cut off since ${at(since)}: backing off after 4 failed polls in a row until ${at(next)}.`,
    { mode: 'failing', failingSince: since, failuresInARow: 4, nextPollAt: next },
    aBudget(),
    null,
  ],
  [
    `CodePipeline throttles us-east-1 since ${at(since)}, 2.4 calls a second at most: backing off after 1 failed poll in a row until ${at(next)}.`,
    { mode: 'throttled', failingSince: since, failuresInARow: 1, nextPollAt: next },
    throttledRegion,
    40,
  ],
  [
    `CodePipeline throttles us-east-1 since ${at(since)}, 2.4 calls a second at most: calls take turns, results first.`,
    {},
    throttledRegion,
    40,
  ],
  [
    'All 20 slots are taken, most by Northwind-LoadTest 1 in eu-west-1 (14): no poll until one is free.',
    { pace: 'waiting-for-slot' },
    aBudget({}, { used: 20, waiting: 3, users: [{ ...user, used: 6, region: 'us-east-1' }, user] }),
    40,
  ],
  [
    'Its share of the slots is taken: 15 of 20 are in use, most by Northwind-LoadTest 1 in eu-west-1 (14).',
    { pace: 'waiting-for-slot' },
    aBudget({}, { used: 15, users: [user] }),
    40,
  ],
  [
    'Polls wait for their turn in us-east-1: 30 of 40 calls are under way, 5 more wait.',
    {},
    aBudget({ underWay: 30, waiting: { result: 0, claim: 0, poll: 5, console: 0 } }),
    40,
  ],
  [
    "CodePipeline answers slowly: half of the last minute's polls took more than 1.4 s.",
    { liveRuns: 1 },
    aBudget(),
    1_400,
  ],
  [
    'The last poll brought as many jobs as it asked for: again at once.',
    { pace: 'more-waiting' },
    aBudget(),
    40,
  ],
  [
    'Nothing has come for a while: polled up to 30 s apart, until a job comes.',
    { pace: 'idle' },
    aBudget(),
    40,
  ],
  ['Polled every 10 s; no run is in hand.', {}, aBudget(), 40],
  ['Polled every 10 s: 3 runs in hand.', { liveRuns: 3 }, aBudget(), null],
])('%s', (sentence, change, budget, ms) => {
  expect(whyAtThisPace({ cell: aCell(change), budget, past: aPast({ ms }), now: NOW })).toBe(sentence);
});

it('blames no throttle whose bound is far off again', () => {
  const budget = aBudget({ throttledSince: since, callsPerSecondAllowed: 300 });
  expect(whyAtThisPace({ cell: aCell(), budget, past: aPast(), now: NOW })).toBe(
    'Polled every 10 s; no run is in hand.',
  );
});

it('has a sentence before budget and past are known', () => {
  expect(whyAtThisPace({ cell: aCell(), budget: undefined, past: undefined, now: NOW })).toBe(
    'Polled at the set interval; no run is in hand.',
  );
});
