import Popover from '@cloudscape-design/components/popover';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactElement } from 'react';
import type { RunState } from '#shared/domain/run-state.ts';
import { runStateWords } from './run-state-words.ts';

/** A run's state in plain words; what it means is the hover text. */
export function RunStateIndicator({ state }: { state: RunState }): ReactElement {
  const { label, indicator, sentence } = runStateWords(state);
  return (
    <span title={sentence}>
      <StatusIndicator type={indicator} wrapText={false}>
        {label}
      </StatusIndicator>
    </span>
  );
}

/** The same, with the explanation on click: for places that are read by keyboard. */
export function ExplainedRunState({ state }: { state: RunState }): ReactElement {
  return (
    <Popover
      dismissButton={false}
      position="bottom"
      size="medium"
      triggerType="text"
      content={runStateWords(state).sentence}
    >
      <RunStateIndicator state={state} />
    </Popover>
  );
}
