import type { RunPage, RunSummary } from '#shared/domain/run.ts';

/** The order that is on screen, and how many runs there were when it was taken. */
export interface HeldOrder {
  runIds: readonly string[];
  total: number;
}

interface HeldRows {
  /** In the order that is being read, with the newest known content of each row. */
  rows: RunSummary[];
  /** Runs that would appear if the newest order was shown. */
  newCount: number;
  /** Whether the newest order differs at all. */
  moved: boolean;
}

/** Which of the rows on screen are not on the newest page any more. */
export function missingFrom(newest: RunPage, held: HeldOrder): string[] {
  const there = new Set(newest.rows.map((row) => row.runId));
  return held.runIds.filter((id) => !there.has(id));
}

/**
 * Puts the newest content into an order that must not move under the reader's eyes. `known` holds rows by run id from
 * earlier answers; a held row that nobody knows any more is left out.
 */
export function holdRows(
  held: HeldOrder,
  newest: RunPage,
  known: ReadonlyMap<string, RunSummary>,
  onFirstPage: boolean,
): HeldRows {
  const byId = new Map(newest.rows.map((row) => [row.runId, row]));
  const onScreen = new Set(held.runIds);
  const rows = held.runIds.flatMap((id) => byId.get(id) ?? known.get(id) ?? []);
  const unseen = newest.rows.filter((row) => !onScreen.has(row.runId)).length;
  return {
    rows,
    newCount: onFirstPage ? unseen : Math.max(0, newest.total - held.total),
    moved:
      newest.rows.length !== held.runIds.length ||
      newest.rows.some((row, at) => row.runId !== held.runIds[at]),
  };
}
