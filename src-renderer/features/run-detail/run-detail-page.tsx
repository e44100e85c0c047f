import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { ReactElement } from 'react';
import { isFinal, type RunState } from '#shared/domain/run-state.ts';
import type { RunDetail } from '#shared/domain/run.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { DeadlineCountdown } from '#renderer/run-view/deadline-countdown.tsx';
import { actionTypeName, customerName, pipelinePath } from '#renderer/run-view/run-names.ts';
import { ExplainedRunState } from '#renderer/run-view/run-state-indicator.tsx';
import { progressTone, runStateWords } from '#renderer/run-view/run-state-words.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { Ago } from '#renderer/ui/moment.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/page-state.tsx';
import { ProgressTrack } from '#renderer/ui/progress-track.tsx';
import { ActButtons } from './acts/act-buttons.tsx';
import { ProgressChart } from './progress-chart.tsx';
import { progressHistory } from './progress-history.ts';
import { RunFacts } from './run-facts.tsx';
import { Artifacts, Configuration } from './run-inputs.tsx';
import { Timeline } from './timeline.tsx';
import './run-detail.css';

const RESULT_WORDS = {
  continue: 'progress report',
  success: 'final success',
  failure: 'final failure',
} as const;

/** Nobody holds these yet. */
const UNCLAIMED = new Set<RunState>(['polled', 'needs-token', 'waiting-for-engineer']);

function Head({ detail }: { detail: RunDetail }): ReactElement {
  const { run } = detail;
  return (
    <header className="ad-run-head">
      <nav aria-label="Breadcrumb">
        <a className="ad-back ad-focusable" href="#/runs">
          ← Runs
        </a>
      </nav>
      <div className="ad-run-title">
        <h1 className="ad-title ad-ellipsis" title={customerName(run)}>
          {customerName(run)}
        </h1>
        <ExplainedRunState state={run.state} />
        {!isFinal(run.state) && !UNCLAIMED.has(run.state) && (
          <span className="ad-holder">{run.heldBy === 'engineer' ? 'held by you' : 'held by the agent'}</span>
        )}
        {run.state === 'needs-token' && (
          <span className="ad-run-call">
            <Button variant="primary" data-testid="go-add-token" onClick={() => goTo('/clients')}>
              Add the token
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
      <ActButtons detail={detail} />
    </header>
  );
}

function Now({ detail }: { detail: RunDetail }): ReactElement {
  const { run } = detail;
  return (
    <section className="ad-panel" aria-label="Where it stands">
      <div className="ad-now">
        <div className="ad-now-deadline">
          <span className="ad-muted">{isFinal(run.state) ? 'Finished' : 'Deadline'}</span>
          {isFinal(run.state) ? (
            <Ago at={run.finishedAt} />
          ) : (
            <DeadlineCountdown deadlineAt={run.deadlineAt} />
          )}
        </div>
        <div className="ad-now-progress">
          <span className="ad-muted">Progress</span>
          <ProgressTrack
            percent={run.percentComplete}
            tone={progressTone(run.state)}
            label="Progress of the run"
          />
        </div>
      </div>
      <ProgressChart
        points={progressHistory(detail.timeline, run.state === 'succeeded' ? run.finishedAt : null)}
      />
      <p className="ad-now-sentence ad-muted">{runStateWords(run.state).sentence}</p>
      {run.message && (
        <p className="ad-now-message ad-wrap">
          {run.failureType && <strong>{run.failureType}: </strong>}
          {run.message}
        </p>
      )}
    </section>
  );
}

function PendingResult({ pending }: { pending: NonNullable<RunDetail['pendingResult']> }): ReactElement {
  return (
    <Alert type="warning" header={`A ${RESULT_WORDS[pending.kind]} is not accepted yet`}>
      Tried {pending.tries} {pending.tries === 1 ? 'time' : 'times'}; next try <Ago at={pending.nextTryAt} />.
      {pending.lastError && ` ${pending.lastError}`}
    </Alert>
  );
}

/** One run: where it stands, what can be done about it, and everything that happened. `id` may be any id of the run. */
export function RunDetailPage({ id }: { id: string }): ReactElement {
  const answer = useAnswer('runs.get', { id });
  if (answer.isPending) return <LoadingState what="the run" />;
  if (!answer.data) {
    return (
      <div className="ad-run-missing">
        <a className="ad-back ad-focusable" href="#/runs">
          ← Runs
        </a>
        <ErrorState
          title="This run cannot be shown"
          error={answer.error}
          onRetry={() => void answer.refetch()}
        />
      </div>
    );
  }
  const detail = answer.data;
  return (
    <div data-testid="run-detail" data-state={detail.run.state}>
      <Head detail={detail} />
      {answer.error && (
        <ErrorState title="Not up to date" error={answer.error} onRetry={() => void answer.refetch()} />
      )}
      {detail.pendingResult && (
        <div className="ad-run-pending">
          <PendingResult pending={detail.pendingResult} />
        </div>
      )}
      <div className="ad-run-grid">
        <Timeline detail={detail} />
        <div className="ad-run-side">
          <Now detail={detail} />
          <section className="ad-panel" aria-label="Facts">
            <RunFacts detail={detail} />
          </section>
          <Configuration entries={detail.configuration} />
          <Artifacts detail={detail} />
        </div>
      </div>
    </div>
  );
}
