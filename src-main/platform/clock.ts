import type { Clock } from '#main/agent/ports.ts';

/** The computer's time. A sleep longer than a timer can hold (24.8 days) wakes early: callers look at the clock again. */
export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        const end = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', end);
          resolve();
        };
        const timer = setTimeout(end, Math.min(Math.max(ms, 0), 2 ** 31 - 1));
        signal.addEventListener('abort', end, { once: true });
      }),
  };
}
