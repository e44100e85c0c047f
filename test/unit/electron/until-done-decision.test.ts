import { describe, expect, it } from 'vitest';
import { judgeSeed, runToShow, type Seed, type SeenRun } from '#main/electron/until-done-decision.ts';
import { RUN_STATES, type RunState } from '#shared/domain/run-state.ts';

const seed = (intended: Seed['intended'], name = 'checkout'): Seed => ({
  name,
  chainId: 'c',
  region: 'us-east-1',
  intended,
});
const chain = (final: 'succeeded' | 'failed' | null) => ({ chainId: 'c', final, jobId: 'j' });
const run = (state: RunState, change: Partial<NonNullable<SeenRun>> = {}): SeenRun => ({
  runId: `run-${state}`,
  state,
  protocol: 'custom',
  message: null,
  ...change,
});

describe('a seed is as intended', () => {
  const waiting: RunState[] = ['needs-token', 'waiting-for-engineer', 'with-engineer'];

  it.each(RUN_STATES)('with our state %s only where both ledgers agree', (state) => {
    for (const intended of ['succeeded', 'failed', 'waits-for-human'] as const) {
      for (const final of ['succeeded', 'failed', null] as const) {
        const expected =
          intended === 'waits-for-human'
            ? final === null && waiting.includes(state)
            : final === intended && state === intended;
        expect(judgeSeed(seed(intended), chain(final), run(state)).asIntended).toBe(expected);
      }
    }
  });

  it('never without a run here or a chain there', () => {
    for (const intended of ['succeeded', 'failed', 'waits-for-human'] as const) {
      expect(judgeSeed(seed(intended), chain(null), null).asIntended).toBe(false);
      expect(judgeSeed(seed(intended), null, run('needs-token')).asIntended).toBe(false);
    }
  });
});

describe('the sentence of a seed', () => {
  it('names the seed, what was intended and both states', () => {
    const verdict = judgeSeed(
      seed('failed'),
      chain(null),
      run('between-jobs', { message: 'ramp\u001b[31m-up' }),
    );
    expect(verdict.sentence).toBe(
      'checkout in us-east-1: intended failed, is "between-jobs" here, not final at the simulator (ramp [31m-up)',
    );
    expect(judgeSeed(seed('succeeded'), null, null).sentence).toContain(
      'has no run here, unknown to the simulator',
    );
  });
});

describe('the run to show', () => {
  const ended = (intended: Seed['intended'], protocol: 'custom' | 'third-party', runId: string) =>
    judgeSeed(
      seed(intended),
      chain(intended === 'waits-for-human' ? null : intended),
      run(intended === 'waits-for-human' ? 'needs-token' : intended, { protocol, runId }),
    );

  it('is a third-party run that succeeded', () => {
    const verdicts = [
      ended('waits-for-human', 'third-party', 'a'),
      ended('succeeded', 'custom', 'b'),
      ended('failed', 'third-party', 'c'),
      ended('succeeded', 'third-party', 'd'),
    ];
    expect(runToShow(verdicts)).toBe('d');
    expect(runToShow(verdicts.slice(0, 3))).toBe('b');
    expect(runToShow(verdicts.slice(0, 1))).toBeNull();
  });
});
