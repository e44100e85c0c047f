import { MOST_CHOSEN_RUNS, type RunMatch, type RunSelection } from '#shared/domain/run.ts';

const MOST_TAKEN_BACK = 500;

export const NOTHING: RunSelection = { kind: 'chosen', runIds: [] };

/** Whether nothing is selected. `total` is the number of runs that match now, for a selection of all of them. */
export function countOf(selection: RunSelection, total: number): number {
  return selection.kind === 'chosen' ? selection.runIds.length : Math.max(0, total - selection.except.length);
}

/** Which of the runs on screen are selected. */
export function selectedAmong<Row extends { runId: string }>(
  selection: RunSelection,
  rows: readonly Row[],
): Row[] {
  const named = new Set(selection.kind === 'chosen' ? selection.runIds : selection.except);
  return rows.filter(({ runId }) => named.has(runId) === (selection.kind === 'chosen'));
}

/**
 * The selection after the boxes of the rows on screen were changed. Runs elsewhere stay as they were; what goes beyond
 * 5,000 chosen ones, or 500 that were taken back from all, is not taken.
 */
export function afterBoxes(
  selection: RunSelection,
  onScreen: readonly string[],
  ticked: ReadonlySet<string>,
): RunSelection {
  if (selection.kind === 'matching') {
    const elsewhere = selection.except.filter((runId) => !onScreen.includes(runId));
    const unticked = onScreen.filter((runId) => !ticked.has(runId));
    return { ...selection, except: [...elsewhere, ...unticked].slice(0, MOST_TAKEN_BACK) };
  }
  const shown = new Set(onScreen);
  const kept = selection.runIds.filter((runId) => !shown.has(runId) || ticked.has(runId));
  const before = new Set(kept);
  const added = onScreen.filter((runId) => ticked.has(runId) && !before.has(runId));
  return { kind: 'chosen', runIds: [...kept, ...added].slice(0, MOST_CHOSEN_RUNS) };
}

/** All that match, at the moment of use. */
export function allThatMatch(match: RunMatch): RunSelection {
  return { kind: 'matching', match, except: [] };
}

/** A selection of all that match ends with the filter it stands on; chosen runs stay chosen. */
export function underFilter(selection: RunSelection, match: RunMatch): RunSelection {
  const other = selection.kind === 'matching' && JSON.stringify(selection.match) !== JSON.stringify(match);
  return other ? NOTHING : selection;
}
