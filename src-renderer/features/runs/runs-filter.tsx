import Multiselect from '@cloudscape-design/components/multiselect';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { RUN_STATES, type RunState } from '#shared/domain/run-state.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { runStateWords } from '#renderer/run-view/run-state-words.ts';
import { LONGEST_TEXT, type RunsView } from './runs-view.ts';

const STATE_OPTIONS = RUN_STATES.map((state) => ({ value: state, label: runStateWords(state).label }));

/** Text, state and region filters; the text is applied when typing rests. */
export function RunsFilter(props: {
  view: RunsView;
  total: number;
  onView: (change: Partial<RunsView>) => void;
}): ReactElement {
  const { view, onView } = props;
  const [typed, setTyped] = useState(view.text);
  const [applied, setApplied] = useState(view.text);
  // A lane, a link or a step back may have changed the text from outside.
  if (applied !== view.text) {
    setApplied(view.text);
    setTyped(view.text);
  }
  // The rest of typing may come after the page was left, and must not lead back to it.
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  const cells = useAnswer('agent.cells', null);
  const regions = [...new Set([...(cells.data ?? []).map((cell) => cell.region), ...view.regions])].sort();
  return (
    <div className="ad-filters">
      <div className="ad-filter-text">
        <TextFilter
          data-testid="filter"
          filteringText={typed}
          filteringPlaceholder="Any id, customer, pipeline, region or message  ( / )"
          filteringAriaLabel="Filter runs"
          countText={view.text ? `${props.total.toLocaleString()} found` : ''}
          onChange={({ detail }) => setTyped(detail.filteringText.slice(0, LONGEST_TEXT))}
          onDelayedChange={({ detail }) => {
            if (!shown.current) return;
            const text = detail.filteringText.slice(0, LONGEST_TEXT);
            setApplied(text);
            onView({ text, page: 1 });
          }}
        />
      </div>
      <div className="ad-filter-choice">
        <Multiselect
          placeholder="Any state"
          ariaLabel="States"
          inlineTokens
          options={STATE_OPTIONS}
          selectedOptions={STATE_OPTIONS.filter((option) => view.states.includes(option.value))}
          onChange={({ detail }) =>
            onView({ states: detail.selectedOptions.map((option) => option.value as RunState), page: 1 })
          }
        />
      </div>
      <div className="ad-filter-choice">
        <Multiselect
          placeholder="Any region"
          ariaLabel="Regions"
          inlineTokens
          options={regions.map((region) => ({ value: region, label: region }))}
          selectedOptions={view.regions.map((region) => ({ value: region, label: region }))}
          onChange={({ detail }) =>
            onView({ regions: detail.selectedOptions.map((option) => option.value ?? ''), page: 1 })
          }
        />
      </div>
    </div>
  );
}
