import { useState } from 'react';
import type { RunMatch, RunSelection, RunSummary } from '#shared/domain/run.ts';
import { afterBoxes, allThatMatch, countOf, NOTHING, selectedAmong, underFilter } from './selection.ts';

/**
 * The runs that are ticked, by id: they stay ticked over live updates, other orders and other pages. All that match end with
 * the filter they stand on.
 */
export function useSelection(match: RunMatch) {
  const [kept, setSelection] = useState<RunSelection>(NOTHING);
  const selection = underFilter(kept, match);
  // State follows the filter during render: coming back to it must not bring all its runs back.
  if (selection !== kept) setSelection(selection);
  return {
    selection,
    isEmpty: selection.kind === 'chosen' && selection.runIds.length === 0,
    count: (total: number): number => countOf(selection, total),
    among: (rows: readonly RunSummary[]): RunSummary[] => selectedAmong(selection, rows),
    tick: (rows: readonly RunSummary[], ticked: ReadonlySet<string>): void => {
      const onScreen = rows.map(({ runId }) => runId);
      setSelection(afterBoxes(selection, onScreen, ticked));
    },
    all: (): void => setSelection(allThatMatch(match)),
    clear: (): void => setSelection(NOTHING),
  };
}
