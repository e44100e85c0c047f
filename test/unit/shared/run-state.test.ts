import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACT_KINDS, whyNot } from '#shared/domain/acts.ts';
import {
  RUN_EVENTS,
  RUN_STATES,
  isFinal,
  nextRunState,
  type RunEvent,
  type RunState,
} from '#shared/domain/run-state.ts';

describe('nextRunState', () => {
  it.each([
    [
      'the agent does all',
      [
        'claim-started',
        'claimed-by-agent',
        'result-written',
        'continuation-accepted',
        'claim-started',
        'claimed-by-agent',
        'result-written',
        'success-accepted',
      ],
      'succeeded',
    ],
    [
      'a token is missing first',
      ['token-missing', 'claim-started', 'claimed-by-agent', 'result-written', 'failure-accepted'],
      'failed',
    ],
    [
      'an engineer does it',
      ['held-for-engineer', 'claim-started', 'claimed-by-engineer', 'result-written', 'success-accepted'],
      'succeeded',
    ],
    ['another worker wins', ['claim-started', 'claim-lost'], 'lost'],
    [
      'a throttled claim is tried again',
      ['claim-started', 'claim-refused', 'claim-started', 'claimed-by-agent'],
      'working',
    ],
    [
      'a refused result goes to a person',
      ['claim-started', 'claimed-by-agent', 'result-written', 'result-refused'],
      'with-engineer',
    ],
    ['the job times out', ['claim-started', 'claimed-by-agent', 'job-over'], 'expired'],
  ] as [string, RunEvent[], RunState][])('%s', (_what, events, end) => {
    const last = events.reduce<RunState | null>(
      (state, event) => state && nextRunState(state, event),
      'polled',
    );
    expect(last).toBe(end);
  });

  it('never leaves a final state, but for a lost or expired job that is handed out again', () => {
    for (const state of RUN_STATES.filter(isFinal)) {
      for (const event of RUN_EVENTS) {
        const reopened = (state === 'lost' || state === 'expired') && event === 'handed-out-again';
        expect(nextRunState(state, event)).toBe(reopened ? 'polled' : null);
      }
    }
  });

  it('can end from every state that is not final', () => {
    for (const state of RUN_STATES.filter((candidate) => !isFinal(candidate)))
      expect(nextRunState(state, 'job-over')).toBe('expired');
  });

  it('reports nothing that was not claimed', () => {
    for (const state of RUN_STATES) {
      const allowed = ['working', 'with-engineer', 'reporting'].includes(state);
      expect(nextRunState(state, 'result-written')).toBe(allowed ? 'reporting' : null);
    }
  });
});

describe('whyNot', () => {
  it('gives a sentence for every act on a final run, and never an empty one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ACT_KINDS),
        fc.constantFrom(...RUN_STATES),
        fc.constantFrom('agent' as const, 'engineer' as const),
        fc.constantFrom('http' as const, 'manual' as const),
        (act, state, heldBy, processorKind) => {
          const reason = whyNot(act, { state, heldBy, processorKind });
          if (isFinal(state)) expect(reason).not.toBeNull();
          if (reason !== null) expect(reason).toMatch(/^[A-Z].{10,}\.$/);
        },
      ),
    );
  });
});
