/** Room between two first polls of one agent: ten a second, so that a start with a hundred cells is no storm. */
export const FIRST_POLLS_APART_MS = 100;

/** Cells that are woken together have all polled within this: soon enough after a sleep for jobs that are near their end. */
export const AWAKE_WITHIN_MS = 1_500;

/**
 * How long the cell at `place` (from 0) waits where `cells` cells would begin together: each has a stretch of its own, in
 * which the moment is random. A cell that is alone begins within one stretch.
 *
 * @param withinMs all have begun by then, however many they are.
 * @param random in [0, 1).
 */
export function startDelayMs(place: number, cells: number, withinMs: number, random: number): number {
  const stretchMs = Math.min(FIRST_POLLS_APART_MS, withinMs / cells);
  return Math.round(stretchMs * (place + random));
}
