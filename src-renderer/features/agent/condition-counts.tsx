import type { ReactElement } from 'react';
import type { CellView } from '#shared/domain/agent-cell.ts';
import { CONDITION_WORDS, countConditions } from './cell-words.ts';
import { ConditionIndicator } from './condition-indicator.tsx';

/** The legend with counts: a press selects the cells of that condition. */
export function ConditionCounts(props: {
  cells: readonly CellView[];
  onSelect: (keys: readonly string[]) => void;
}): ReactElement {
  return (
    <div className="ad-conditions" role="group" aria-label="Cells by condition" data-testid="conditions">
      {countConditions(props.cells).map(({ condition, keys }) => (
        <button
          key={condition}
          type="button"
          className="ad-condition ad-focusable"
          title={`${CONDITION_WORDS[condition].meaning} Select these ${keys.length}.`}
          onClick={() => props.onSelect(keys)}
        >
          <ConditionIndicator condition={condition} /> <strong className="ad-number">{keys.length}</strong>
        </button>
      ))}
    </div>
  );
}
