import Button from '@cloudscape-design/components/button';
import type { ReactElement, ReactNode } from 'react';
import { waitsForDisabledClient } from '#shared/domain/hold.ts';
import { isFinal, type RunState } from '#shared/domain/run-state.ts';
import type { RunSummary } from '#shared/domain/run.ts';
import { actionTypeName, customerName, pipelinePath } from '#renderer/run-view/run-names.ts';
import { ExplainedRunState } from '#renderer/run-view/run-state-indicator.tsx';
import { goTo } from '#renderer/ui/hash-location.ts';

/** Nobody holds these yet. */
const UNCLAIMED = new Set<RunState>(['polled', 'needs-token', 'waiting-for-engineer']);

/** Whose run it is, its state and where it stands in the pipeline; `bar` above, acts as children below. */
export function RunHead(props: {
  run: RunSummary;
  bar: ReactNode;
  live: boolean;
  children?: ReactNode;
}): ReactElement {
  const { run, live } = props;
  return (
    <header className="ad-run-head">
      <div className="ad-run-bar">{props.bar}</div>
      <div className="ad-run-title">
        <h1 className="ad-title ad-ellipsis" title={customerName(run)}>
          {customerName(run)}
        </h1>
        <ExplainedRunState state={run.state} message={run.message} />
        {live && !isFinal(run.state) && !UNCLAIMED.has(run.state) && (
          <span className="ad-holder">{run.heldBy === 'engineer' ? 'held by you' : 'held by the agent'}</span>
        )}
        {live && run.state === 'needs-token' && (
          <span className="ad-run-call">
            <Button variant="primary" data-testid="go-add-token" onClick={() => goTo('/clients')}>
              {waitsForDisabledClient(run) ? 'Go to the client' : 'Add the token'}
            </Button>
          </span>
        )}
      </div>
      <div className="ad-run-where ad-muted">
        <span>{pipelinePath(run) ?? 'pipeline not known yet'}</span>
        <span>{run.region}</span>
        <span>{actionTypeName(run.actionTypeId)}</span>
        {run.attempt > 1 && <span>attempt {run.attempt}</span>}
      </div>
      {props.children}
    </header>
  );
}
