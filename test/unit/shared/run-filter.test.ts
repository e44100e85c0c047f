import { describe, expect, it } from 'vitest';
import { momentOf } from '#shared/domain/moment-words.ts';
import { OPERATORS_OF, RUN_PROPERTIES, runFilterSchema, tokenProblem } from '#shared/domain/run-filter.ts';
import { riskFrom, stuckFrom } from '#shared/domain/run-lanes.ts';

const NOW = new Date(2026, 10, 22, 9, 30, 15).getTime();

describe('moments in words', () => {
  it.each([
    ['15m', NOW - 15 * 60_000],
    ['15 min ago', NOW - 15 * 60_000],
    ['2h', NOW - 2 * 3_600_000],
    ['7D', NOW - 7 * 86_400_000],
    ['today', new Date(2026, 10, 22).getTime()],
    ['2026-11-20', new Date(2026, 10, 20).getTime()],
    ['2026-11-20 08:05', new Date(2026, 10, 20, 8, 5).getTime()],
    ['2026-02-31', null],
    ['2026-11-20 25:00', null],
    ['yesterday', null],
    ['-5m', null],
    ['', null],
  ])('reads "%s"', (words, at) => {
    expect(momentOf(words, NOW)).toBe(at);
  });
});

describe('the filter of runs', () => {
  it.each([
    [{ property: 'state', operator: '=', values: ['working', 'failed'] }, null],
    [{ property: 'state', operator: ':', values: ['work'] }, 'expected one of = !='],
    [{ property: 'customer', operator: '=', values: ['a', 'b'] }, 'expected one value'],
    [{ property: 'heldBy', operator: '=', values: ['me'] }, 'expected one of agent, engineer'],
    [{ property: 'started', operator: '>', values: ['soon'] }, 'expected a time'],
    [{ property: 'progress', operator: '<', values: ['half'] }, 'expected a number'],
    [{ operator: '=', values: ['x'] }, 'expected one of : !:'],
  ] as const)('judges %o', (token, problem) => {
    const said = tokenProblem({ ...token, values: [...token.values] });
    if (problem === null) expect(said).toBeNull();
    else expect(said).toContain(problem);
    expect(runFilterSchema.safeParse({ tokens: [token] }).success).toBe(problem === null);
  });

  it('has operators for every property, and joins by and unless told', () => {
    for (const kind of Object.values(RUN_PROPERTIES)) expect(OPERATORS_OF[kind].length).toBeGreaterThan(0);
    expect(runFilterSchema.parse({ tokens: [] }).operation).toBe('and');
  });
});

describe('near deadlines and runs that stand still', () => {
  const MINUTE = 60_000;

  it.each([
    ['an hour: the last ten minutes', 60, 50],
    ['eight minutes: the last quarter', 8, 6],
  ])('counts a deadline as near by the time-out of its job: %s', (_what, timeout, from) => {
    const run = { state: 'working' as const, jobPolledAt: NOW, deadlineAt: NOW + timeout * MINUTE };
    expect(riskFrom(run)).toBe(NOW + from * MINUTE);
    expect(riskFrom({ ...run, jobPolledAt: null })).toBe(run.deadlineAt - 10 * MINUTE);
    expect(riskFrom({ ...run, state: 'succeeded' })).toBeNull();
    expect(riskFrom({ ...run, deadlineAt: null })).toBeNull();
  });

  it.each([
    ['polled', {}, 2],
    ['claiming', {}, 2],
    ['between-jobs', {}, 5 + 2],
    ['working', {}, 5 + 5],
    ['working', { backendUnreachableSince: NOW + 3 * MINUTE }, 3 + 1],
    ['reporting', {}, null],
    ['with-engineer', {}, null],
    ['needs-token', {}, null],
    ['failed', {}, null],
  ] as const)('says from when on a run in %s %o is stuck', (state, change, minutes) => {
    const run = {
      state,
      heldBy: 'agent' as const,
      createdAt: NOW - MINUTE,
      jobPolledAt: NOW,
      updatedAt: NOW + 5 * MINUTE,
      backendUnreachableSince: null,
      ...change,
    };
    expect(stuckFrom(run)).toBe(minutes === null ? null : NOW + minutes * MINUTE);
  });
});
