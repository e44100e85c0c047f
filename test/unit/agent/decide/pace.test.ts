import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs } from '#main/agent/decide/backoff.ts';
import { decideLeftover } from '#main/agent/decide/leftover.ts';
import { planNextPoll } from '#main/agent/decide/next-poll.ts';
import { ActionDeskError, type ErrorCode } from '#shared/domain/errors.ts';
import { RUN_STATES, isFinal } from '#shared/domain/run-state.ts';

const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backoffMs', () => {
  it('stays between half a step and the cap', () => {
    fc.assert(
      fc.property(fc.nat(200), unit, (tries, random) => {
        const pause = backoffMs(tries, random, { baseMs: 500, capMs: 30_000 });
        return pause >= 250 && pause <= 30_000;
      }),
    );
  });

  it('doubles its step', () => {
    expect([0, 1, 2, 10].map((tries) => backoffMs(tries, 0, { baseMs: 1000, capMs: 30_000 }))).toEqual([
      500, 1000, 2000, 15_000,
    ]);
  });
});

describe('planNextPoll', () => {
  const failed = (code: ErrorCode, failuresInARow = 0) =>
    planNextPoll({ error: new ActionDeskError(code, code), failuresInARow }, 10_000, 0.5);

  it('keeps to the interval with a little jitter below it', () => {
    fc.assert(
      fc.property(unit, (random) => {
        const { mode, delayMs } = planNextPoll(
          { jobs: 0, asked: 10, idleForMs: 0, inStep: false },
          10_000,
          random,
        );
        return mode === 'polling' && delayMs >= 9_000 && delayMs <= 10_000;
      }),
    );
  });

  it('polls again at once when the batch was full', () => {
    expect(planNextPoll({ jobs: 10, asked: 10, idleForMs: 0, inStep: true }, 10_000, 0.5)).toMatchObject({
      mode: 'polling',
      delayMs: 0,
    });
  });

  it.each([
    ['throttled', 'throttled'],
    ['no-credentials', 'no-credentials'],
    ['aws-action-type-not-found', 'failing'],
    ['aws-access-denied', 'failing'],
    ['unreachable', 'failing'],
  ] as const)('shows %s as %s and goes on', (code, mode) => {
    expect(failed(code).mode).toBe(mode);
    expect(failed(code, 50).delayMs).toBeLessThanOrEqual(70_000);
  });

  it('polls a throttled cell more slowly than a healthy one', () => {
    expect(failed('throttled').delayMs).toBeGreaterThan(10_000);
  });
});

describe('decideLeftover', () => {
  it('leaves alone what is final and what a person holds, and nothing else', () => {
    const left = RUN_STATES.filter((state) =>
      (['third-party', 'custom'] as const).every(
        (protocol) => decideLeftover({ state, protocol, processorKind: 'http' }) === 'leave',
      ),
    );
    const held = ['waiting-for-engineer', 'with-engineer'];
    expect(left).toEqual(RUN_STATES.filter((state) => isFinal(state) || held.includes(state)));
  });

  it.each([
    ['polled', 'third-party', 'look-again'],
    ['polled', 'custom', 'await-poll'],
    ['needs-token', 'third-party', 'look-again'],
    ['claiming', 'custom', 'await-poll'],
    ['working', 'custom', 'go-on'],
    ['reporting', 'third-party', 'deliver'],
    ['between-jobs', 'third-party', 'await-poll'],
    ['with-engineer', 'custom', 'leave'],
  ] as const)('%s (%s) means %s', (state, protocol, action) => {
    expect(decideLeftover({ state, protocol, processorKind: 'http' })).toBe(action);
  });
});
