/** The simulator's time: the host's clock plus what was skipped by hand. Epoch milliseconds. */
export interface SimulatedClock {
  now(): number;
  advance(ms: number): void;
  /** How much was skipped at or after a moment of the host's real clock, both in milliseconds. */
  skippedSince(wallTime: number): number;
}

/**
 * A clock that is ahead of `hostNow` by what an earlier life of it had skipped; `wallNow` is the real time, which
 * clients sign with.
 */
export function simulatedClock(
  hostNow: () => number,
  wallNow: () => number = Date.now,
  alreadySkippedMs = 0,
): SimulatedClock {
  let skippedMs = alreadySkippedMs;
  const skips: { at: number; ms: number }[] = [];
  return {
    now: () => hostNow() + skippedMs,
    advance: (ms) => {
      skippedMs += ms;
      skips.push({ at: wallNow(), ms });
    },
    skippedSince: (wallTime) => skips.reduce((sum, { at, ms }) => (at >= wallTime ? sum + ms : sum), 0),
  };
}
