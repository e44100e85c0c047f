import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work before others have their turn. */
const TURN_MS = 12;
/** Between two looks at the clock. */
const STRIDE = 512;
/**
 * Lets other work in when this one has had its turn: called with each step, it answers null or a promise to be awaited, which
 * rejects when the signal is aborted. Not a promise each time: a million of them cost more than the work.
 */
export function createPace(signal?: AbortSignal): () => Promise<void> | null {
  let since = performance.now();
  let steps = 0;
  return () => {
    steps += 1;
    if (steps % STRIDE !== 0 || performance.now() - since < TURN_MS) return null;
    return setImmediate().then(() => {
      signal?.throwIfAborted();
      since = performance.now();
    });
  };
}
