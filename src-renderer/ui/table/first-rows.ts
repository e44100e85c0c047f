import { useDeferredValue } from 'react';

/** More than a window of 1,080 pixels shows. */
const FIRST_ROWS = 24;
const NONE: readonly never[] = [];

/**
 * The rows to draw now: those of the first screen at once, and below them what was there before until these are painted.
 * Never more than there are, and none of them twice.
 */
export function useFirstRows<Row>(rows: readonly Row[], idOf: (row: Row) => string): readonly Row[] {
  const settled = useDeferredValue(rows, NONE);
  return settled === rows ? rows : firstThen(rows, settled, idOf);
}

/** The first of `rows`, and below them what stood there in `before`. */
export function firstThen<Row>(
  rows: readonly Row[],
  before: readonly Row[],
  idOf: (row: Row) => string,
): readonly Row[] {
  const first = rows.slice(0, FIRST_ROWS);
  const above = new Set(first.map(idOf));
  const below = before.slice(FIRST_ROWS, rows.length);
  return [...first, ...below.filter((row) => !above.has(idOf(row)))];
}
