import type { RunQuery } from '#shared/domain/run.ts';

/** The list that runs were opened from, as it was on screen: a page of a question to the ledger. */
export interface RunTrail {
  readonly query: RunQuery;
  readonly runIds: readonly string[];
  readonly total: number;
}

let trail: RunTrail | null = null;

/** Keeps the list that is on screen, so that the pages of its runs can step through it. One for the window. */
export function rememberTrail(list: RunTrail): void {
  trail = list;
}

/** The list that was on screen last; null before any was. */
export function lastTrail(): RunTrail | null {
  return trail;
}
