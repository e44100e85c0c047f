import { expect, it, vi } from 'vitest';
import { createSystemClock } from '#main/platform/clock.ts';

it('sleeps as long as asked', async () => {
  vi.useFakeTimers();
  try {
    let awake = false;
    const slept = createSystemClock()
      .sleep(1000, new AbortController().signal)
      .then(() => (awake = true));
    await vi.advanceTimersByTimeAsync(999);
    expect(awake).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await slept;
    expect([awake, vi.getTimerCount()]).toEqual([true, 0]);
  } finally {
    vi.useRealTimers();
  }
});

it('wakes at once when it is aborted, before or during the sleep, and leaves no timer', async () => {
  vi.useFakeTimers();
  try {
    const stop = new AbortController();
    const slept = createSystemClock().sleep(2 ** 40, stop.signal);
    stop.abort();
    await slept;
    await createSystemClock().sleep(1000, stop.signal);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

it('measures without jumps', () => {
  const clock = createSystemClock();
  const first = clock.monotonicMs();
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(first);
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1000);
});
