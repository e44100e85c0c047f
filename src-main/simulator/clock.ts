/** The simulator's time: the host's clock plus what was skipped by hand. Epoch milliseconds. */
export interface SimulatedClock {
  now(): number;
  advance(ms: number): void;
}

/** A clock that starts in step with `hostNow`. */
export function simulatedClock(hostNow: () => number): SimulatedClock {
  let skippedMs = 0;
  return {
    now: () => hostNow() + skippedMs,
    advance: (ms) => {
      skippedMs += ms;
    },
  };
}
