import type { ReactElement } from 'react';
import { isFinal } from '#shared/domain/run-state.ts';
import type { RunDetail } from '#shared/domain/run.ts';
import { DeadlineCountdown } from '#renderer/run-view/deadline-countdown.tsx';
import { progressTone, runWords } from '#renderer/run-view/run-state-words.ts';
import { Ago, Moment } from '#renderer/ui/moment.tsx';
import { ProgressTrack } from '#renderer/ui/progress-track.tsx';
import { ProgressChart } from './progress-chart.tsx';

/** Deadline, progress and the last word of the run; in a bundle (`live` false) as they stood when it was exported. */
export function RunNow({ detail, live }: { detail: RunDetail; live: boolean }): ReactElement {
  const { run } = detail;
  const over = isFinal(run.state);
  const { sentence } = runWords(run);
  return (
    <section className="ad-panel ad-run-now" aria-label="Where it stands">
      <div className="ad-now">
        <div className="ad-now-deadline">
          <span className="ad-muted">{over ? 'Finished' : 'Deadline'}</span>
          {over ? (
            <Ago at={run.finishedAt} />
          ) : live ? (
            <DeadlineCountdown deadlineAt={run.deadlineAt} polledAt={run.jobPolledAt} />
          ) : (
            <Moment at={run.deadlineAt} />
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
      <ProgressChart detail={detail} live={live} />
      {sentence !== run.message && <p className="ad-now-sentence ad-muted">{sentence}</p>}
      {run.message && (
        <p className="ad-now-message ad-wrap">
          {run.failureType && <strong>{run.failureType}: </strong>}
          {run.message}
        </p>
      )}
    </section>
  );
}
