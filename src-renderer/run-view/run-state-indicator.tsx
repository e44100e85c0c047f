import Popover from '@cloudscape-design/components/popover';
import type { ReactElement } from 'react';
import type { RunState } from '#shared/domain/run-state.ts';
import { StatusMark } from '#renderer/ui/status-mark.tsx';
import { runWords } from './run-state-words.ts';

/** A run's state in plain words, with its message also that its job is held; what it means is the hover text. */
export function RunStateIndicator(run: { state: RunState; message?: string | null }): ReactElement {
  const { label, indicator, sentence } = runWords(run);
  return (
    <span title={sentence}>
      <StatusMark kind={indicator} text={label} />
    </span>
  );
}

/** The same, with the explanation on click: for places that are read by keyboard. */
export function ExplainedRunState(run: { state: RunState; message?: string | null }): ReactElement {
  return (
    <Popover
      dismissButton={false}
      position="bottom"
      size="medium"
      triggerType="text"
      content={runWords(run).sentence}
    >
      <RunStateIndicator {...run} />
    </Popover>
  );
}
