import type { ReactElement } from 'react';
import { CONDITION_WORDS, countConditions, type ShownCell } from './cell-words.ts';
import { ConditionIndicator } from './condition-indicator.tsx';

/** The legend with counts: a press selects the cells of that condition. */
export function ConditionCounts(props: {
  cells: readonly ShownCell[];
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
