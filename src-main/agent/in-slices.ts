import type { Clock } from './ports.ts';

/** So many that the turns between cost nothing, and few enough that a slice holds up nobody. */
const SLICE = 50;

/**
 * Does something with each of a list that may be thousands long, a slice at a time: in between, calls that are under way go
 * on. Ends early when `stop` is aborted.
 */
export async function inSlices<T>(
  clock: Clock,
  stop: AbortSignal,
  items: readonly T[],
  each: (item: T) => void | Promise<void>,
): Promise<void> {
  for (const [at, item] of items.entries()) {
    if (at > 0 && at % SLICE === 0) await clock.sleep(0, stop);
    if (stop.aborted) return;
    await each(item);
  }
}
