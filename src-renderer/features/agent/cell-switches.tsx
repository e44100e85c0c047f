import Button from '@cloudscape-design/components/button';
import Popover from '@cloudscape-design/components/popover';
import type { ReactElement } from 'react';
import type { CellAction, CellView } from '#shared/domain/agent-cell.ts';
import { whyNotControl } from './cell-words.ts';

const SWITCHES: readonly { action: CellAction; label: string; meaning: string; call: string }[] = [
  {
    action: 'poll-now',
    label: 'Poll now',
    meaning: 'Polls at once instead of waiting. A paused cell polls once and stays paused.',
    call: 'PollForJobs or PollForThirdPartyJobs, once for each cell',
  },
  {
    action: 'pause',
    label: 'Pause',
    meaning:
      'Polls no more. Results of jobs in hand are sent; runs wait for their next job, which may time out.',
    call: 'makes none',
  },
  {
    action: 'drain',
    label: 'Drain',
    meaning:
      'Claims nothing new. Polls go on, so that runs in hand get their next jobs and end. A new job is shown and left to you.',
    call: 'makes none by itself; polls go on',
  },
  {
    action: 'resume',
    label: 'Resume',
    meaning: 'Polls and claims again.',
    call: 'PollForJobs or PollForThirdPartyJobs, at the usual pace',
  },
];

/** The switches for the chosen cells, or for all where none is chosen. */
export function CellSwitches(props: {
  cells: readonly CellView[];
  selected: readonly CellView[];
  busy: boolean;
  /** Why nothing may be turned here, or null; a poll changes nothing and may always be asked for. */
  readOnly: string | null;
  onRun: (action: CellAction) => void;
  onClear: () => void;
}): ReactElement {
  const { cells, selected, busy } = props;
  const affected = selected.length > 0 ? selected : cells;
  const count = `${affected.length} ${affected.length === 1 ? 'cell' : 'cells'}`;
  return (
    <div className="ad-switches" role="group" aria-label={`Switches for ${count}`}>
      <span data-testid="agent-scope" className="ad-muted" aria-live="polite">
        {selected.length > 0 ? `${count} selected` : `All ${count}`}
      </span>
      {selected.length > 0 && (
        <Button variant="inline-link" onClick={props.onClear}>
          Clear
        </Button>
      )}
      {SWITCHES.map(({ action, label }) => {
        const reason = (action === 'poll-now' ? null : props.readOnly) ?? whyNotControl(action, affected);
        return (
          <Button
            key={action}
            data-testid={`cell-${action}`}
            disabled={reason !== null || busy}
            {...(reason === null ? {} : { disabledReason: reason })}
            onClick={() => props.onRun(action)}
          >
            {label}
          </Button>
        );
      })}
      <Popover
        header="What the switches do"
        size="large"
        position="bottom"
        triggerType="custom"
        content={
          <dl className="ad-switch-help">
            {SWITCHES.map(({ action, label, meaning, call }) => (
              <div key={action}>
                <dt>{label}</dt>
                <dd>
                  {meaning} <span className="ad-muted">Call to AWS: {call}.</span>
                </dd>
              </div>
            ))}
          </dl>
        }
      >
        <Button variant="icon" iconName="status-info" ariaLabel="What the switches do" />
      </Popover>
    </div>
  );
}
