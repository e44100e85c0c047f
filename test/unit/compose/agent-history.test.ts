import { expect, it } from 'vitest';
import { createPollHistory } from '#main/compose/agent-history.ts';
import { HISTORY_STEP_MS, HISTORY_STEPS } from '#shared/domain/agent-history.ts';
import {
  Activity,
  createFakeService,
  createManualClock,
  CUSTOM_TYPE,
  REGION,
} from '#test/support/fake-ports.ts';

function watched() {
  const clock = createManualClock(new Activity());
  const service = createFakeService(clock);
  const history = createPollHistory(clock);
  const jobs = history.watching(service);
  const cell = { region: REGION, actionTypeId: CUSTOM_TYPE };
  const poll = (signal = new AbortController().signal) => jobs.poll(cell, 5, signal);
  const read = () => history.read().cells[0];
  return { clock, service, history, poll, read };
}

it('counts polls, jobs and failures in the present step', async () => {
  const { service, poll, read, history, clock } = watched();
  service.add('a');
  service.add('b');
  await poll();
  service.disturb('poll', { code: 'unreachable', times: 1 });
  await expect(poll()).rejects.toThrow();
  expect(read()?.polls.at(-1)).toBe(2);
  expect(read()?.jobs.at(-1)).toBe(2);
  expect(read()?.errors.at(-1)).toBe(1);
  expect(history.read().endsAt).toBeGreaterThan(clock.now());
});

it('measures how long answers took: the middle one and the longest', async () => {
  const { clock, service, poll, read } = watched();
  for (const ms of [10, 400, 30]) {
    const release = service.hold('poll');
    const polled = poll();
    await clock.advance(ms);
    release();
    await polled;
  }
  expect(read()?.medianMs.at(-1)).toBe(30);
  expect(read()?.longestMs.at(-1)).toBe(400);
});

it('forgets what is older than ten minutes and never grows', async () => {
  const { clock, poll, read } = watched();
  for (let step = 0; step < HISTORY_STEPS + 5; step += 1) {
    await poll();
    await clock.advance(HISTORY_STEP_MS);
  }
  expect(read()?.polls).toEqual([...new Array<number>(HISTORY_STEPS - 1).fill(1), 0]);
  await clock.advance(HISTORY_STEP_MS * HISTORY_STEPS);
  expect(read()?.polls).toEqual(new Array<number>(HISTORY_STEPS).fill(0));
  expect(read()?.medianMs).toEqual(new Array<null>(HISTORY_STEPS).fill(null));
});

it('counts no poll that the agent itself broke off', async () => {
  const { service, poll, history } = watched();
  const ending = new AbortController();
  service.disturb('poll', { code: 'not-connected' });
  ending.abort();
  await expect(poll(ending.signal)).rejects.toThrow();
  expect(history.read().cells).toEqual([]);
});
