import { expect, it, vi } from 'vitest';
import { createRunStateLog } from '#main/compose/run-state-log.ts';
import { RUN_STATES, isFinal } from '#shared/domain/run-state.ts';
import { aRunRecord } from '#test/support/a-run-record.ts';

it('says each state and each progress once', () => {
  const log = vi.fn();
  const states = createRunStateLog(log);
  states.tell(aRunRecord({ state: 'working' }));
  states.tell(aRunRecord({ state: 'working', message: 'asked again' }));
  states.tell(aRunRecord({ state: 'working', percentComplete: 40 }));
  states.tell(aRunRecord({ state: 'succeeded', percentComplete: 100 }));
  expect(log.mock.calls.map(([, , said]) => (said as { state: string }).state)).toEqual([
    'working',
    'working',
    'succeeded',
  ]);
});

it('remembers no run that is final, however it ended, nor one that was merged into another', () => {
  const states = createRunStateLog(() => undefined);
  for (const state of RUN_STATES.filter(isFinal)) {
    states.tell(aRunRecord({ state: 'working' }));
    expect(states.remembered()).toBe(1);
    states.tell(aRunRecord({ state }));
    expect(states.remembered()).toBe(0);
  }
  states.tell(aRunRecord({ state: 'polled' }));
  states.forget(aRunRecord({}).runId);
  expect(states.remembered()).toBe(0);
});
