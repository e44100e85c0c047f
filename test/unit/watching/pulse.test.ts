import { expect, it } from 'vitest';
import { createPulse } from '#main/watching/pulse.ts';
import type { Sighting } from '#main/watching/sighting.ts';
import { Activity, createManualClock } from '#test/support/fake-ports.ts';

const cell = { region: 'us-east-1', actionType: 'Test/Custom/Load/1' };
const poll = (outcome: 'ok' | 'given-up' | 'unreachable', message: string | null = null): Sighting => ({
  ...{ kind: 'poll', ...cell, outcome, jobs: 0, message },
});
const result = (outcome: 'accepted' | 'postponed'): Sighting => ({
  ...{ kind: 'result', region: cell.region, result: 'success', outcome },
});
const written = (failure: string | null): Sighting => ({ kind: 'ledger-write', seconds: 0, failure });

function aPulse() {
  const clock = createManualClock(new Activity());
  const pulse = createPulse(clock);
  return { clock, pulse };
}

it('counts the silence of a cell from its last answered poll, whatever failed since', async () => {
  const { clock, pulse } = aPulse();
  pulse.see(poll('ok'));
  await clock.advance(3_000);
  pulse.see(poll('unreachable', 'no route'));
  expect(pulse.poll(cell.region, cell.actionType)).toEqual({ heardAgoMs: 3_000, lastError: 'no route' });
  pulse.see(poll('ok'));
  expect(pulse.poll(cell.region, cell.actionType)).toEqual({ heardAgoMs: 0, lastError: null });
});

it('takes a poll that the agent gave up for neither an answer nor trouble', async () => {
  const { clock, pulse } = aPulse();
  pulse.see(poll('unreachable', 'no route'));
  await clock.advance(1_000);
  pulse.see(poll('given-up', 'aborted'));
  expect(pulse.poll(cell.region, cell.actionType)).toEqual({ heardAgoMs: 1_000, lastError: 'no route' });
});

it('takes a result that is put off for tried and not for settled', async () => {
  const { clock, pulse } = aPulse();
  await clock.advance(5_000);
  pulse.see(result('postponed'));
  expect(pulse.resultSettledAgoMs()).toBe(5_000);
  pulse.see(result('accepted'));
  expect(pulse.resultSettledAgoMs()).toBe(0);
});

it('says since when writes fail, however often, with the newest words, until one succeeds', async () => {
  const { clock, pulse } = aPulse();
  pulse.see(written('disk full'));
  await clock.advance(2_000);
  pulse.see(written('read-only'));
  expect(pulse.ledgerFailure()).toEqual({ agoMs: 2_000, message: 'read-only' });
  pulse.see(written(null));
  expect(pulse.ledgerFailure()).toBeNull();
});

it('counts work and tries by what is called: a poll is no work, and only a put is a try', async () => {
  const { clock, pulse } = aPulse();
  const call = (operation: string): Sighting => ({
    ...{ kind: 'call', region: cell.region, operation, outcome: 'ok', seconds: 0 },
  });
  await clock.advance(4_000);
  pulse.see(call('PollForJobs'));
  expect([pulse.workedAgoMs(), pulse.resultTriedAgoMs()]).toEqual([4_000, 4_000]);
  pulse.see(call('AcknowledgeJob'));
  expect([pulse.workedAgoMs(), pulse.resultTriedAgoMs()]).toEqual([0, 4_000]);
  pulse.see(call('PutJobSuccessResult'));
  expect(pulse.resultTriedAgoMs()).toBe(0);
});

it('begins anew with each agent', async () => {
  const { clock, pulse } = aPulse();
  pulse.see(poll('unreachable', 'no route'));
  await clock.advance(9_000);
  pulse.begin();
  expect(pulse.poll(cell.region, cell.actionType)).toEqual({ heardAgoMs: 0, lastError: null });
  expect([pulse.watchedAgoMs(), pulse.workedAgoMs(), pulse.resultSettledAgoMs()]).toEqual([0, 0, 0]);
});
