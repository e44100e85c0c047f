import { useDeferredValue } from 'react';

/** More than a window of 1,080 pixels shows. */
const FIRST_ROWS = 24;

/**
 * How many of the rows to draw now: those of the first screen when other rows are to be shown (`key` has changed), and the
 * rest as soon as these are painted.
 */
export function useFirstRows(key: string, count: number): number {
  const drawn = useDeferredValue(key, '');
  return drawn === key ? count : Math.min(count, FIRST_ROWS);
}
