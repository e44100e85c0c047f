import { useState, type ReactElement } from 'react';
import type { AgentBudget } from '#shared/domain/agent-budget.ts';
import type { CellHistory } from '#shared/domain/agent-history.ts';
import { useNow } from '#renderer/ui/clock.ts';
import { CellInspector } from './cell-inspector.tsx';
import { CellMatrix } from './cell-matrix.tsx';
import type { ShownCell } from './cell-words.ts';

/** How often the words of a hundred cells are put together anew. */
const WORDS_EVERY_MS = 5_000;

/** The matrix with the strip that tells of the cell that one looks at. */
export function AgentMatrix(props: {
  cells: readonly ShownCell[];
  pasts: ReadonlyMap<string, CellHistory>;
  budget: AgentBudget | undefined;
  selected: readonly string[];
  onSelect: (keys: readonly string[]) => void;
}): ReactElement {
  const [looked, setLooked] = useState<string | null>(null);
  const now = useNow();
  const cell = props.cells.find(({ key }) => key === looked);
  return (
    <>
      <CellMatrix {...props} now={Math.floor(now / WORDS_EVERY_MS) * WORDS_EVERY_MS} onLook={setLooked} />
      <p className="ad-muted ad-matrix-legend">
        Bars are the last ten minutes: the higher, the longer CodePipeline took to answer;{' '}
        <span className="ad-legend-jobs">blue</span> where jobs came,{' '}
        <span className="ad-legend-bad">red</span> where a poll failed, none where nothing was polled. Press a
        region or an action type to select its cells; Ctrl adds.
      </p>
      <CellInspector cell={cell} past={cell && props.pasts.get(cell.key)} budget={props.budget} now={now} />
    </>
  );
}
