/**
 * Pause before try number `tries + 1`, in ms: exponential with full jitter between half and the whole of the step.
 * `random` is in [0, 1).
 */
export function backoffMs(tries: number, random: number, limits: { baseMs: number; capMs: number }): number {
  const step = Math.min(limits.capMs, limits.baseMs * 2 ** Math.min(tries, 20));
  return Math.round(step / 2 + (step / 2) * random);
}
