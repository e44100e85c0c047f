const MOST_STARTS = 3;
const WITHIN_MS = 60 * 60_000;

/**
 * Whether an agent may be started anew for damage found at work: three times in an hour. A disk that goes on damaging its files
 * is a person's matter, and each start mends from an older copy.
 *
 * @param nowMs a monotonic clock.
 */
export function createMendingStarts(nowMs: () => number): { take(): boolean } {
  let taken: number[] = [];
  return {
    take() {
      const now = nowMs();
      taken = taken.filter((at) => now - at < WITHIN_MS);
      if (taken.length >= MOST_STARTS) return false;
      taken.push(now);
      return true;
    },
  };
}
