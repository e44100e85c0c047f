import Toggle from '@cloudscape-design/components/toggle';
import { useState, type ReactElement } from 'react';
import type { RunDetail, RunJob, TimelineEntry } from '#shared/domain/run.ts';
import { DeadlineCountdown } from '#renderer/run-view/deadline-countdown.tsx';
import { CopyButton, Copyable } from '#renderer/ui/copyable.tsx';
import { humanDuration } from '#renderer/ui/duration.ts';
import { EmptyState } from '#renderer/ui/page-state.tsx';
import { Moment } from '#renderer/ui/moment.tsx';
import { JOB_STATE_WORDS, timelineGroups } from './timeline-groups.ts';
import './timeline.css';

const KIND_WORDS: Record<TimelineEntry['kind'], string> = {
  codepipeline: 'CodePipeline',
  backend: 'Backend',
  agent: 'Agent',
  engineer: 'Engineer',
};

const OUTCOME_WORDS: Record<TimelineEntry['outcome'], string> = {
  ok: 'accepted',
  refused: 'refused',
  failed: 'failed',
  info: 'note',
};

function Payload({ payload }: { payload: unknown }): ReactElement {
  const [open, setOpen] = useState(false);
  const json = open ? JSON.stringify(payload, null, 2) : '';
  return (
    <details className="ad-payload" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="ad-focusable">Request and answer</summary>
      {open && (
        <div className="ad-payload-body">
          <pre className="ad-mono ad-wrap">{json}</pre>
          <CopyButton text={json} />
        </div>
      )}
    </details>
  );
}

function Entry({ entry }: { entry: TimelineEntry }): ReactElement {
  return (
    <li className={`ad-entry ad-entry-${entry.outcome}`}>
      <span className="ad-entry-time ad-muted">
        <Moment at={entry.at} />
      </span>
      <span className="ad-entry-dot" title={OUTCOME_WORDS[entry.outcome]}>
        <span className="ad-offscreen">{OUTCOME_WORDS[entry.outcome]}</span>
      </span>
      <div className="ad-entry-body">
        <div className="ad-entry-head">
          <code className="ad-mono ad-entry-operation">{entry.operation}</code>
          <span className="ad-muted">{KIND_WORDS[entry.kind]}</span>
          {entry.outcome !== 'info' && entry.outcome !== 'ok' && (
            <span className="ad-tone-bad">{OUTCOME_WORDS[entry.outcome]}</span>
          )}
          {entry.durationMs !== null && (
            <span className="ad-muted ad-number">{humanDuration(entry.durationMs)}</span>
          )}
        </div>
        <div className="ad-wrap">{entry.sentence}</div>
        {entry.payload !== null && entry.payload !== undefined && <Payload payload={entry.payload} />}
      </div>
    </li>
  );
}

function JobHead({ job }: { job: RunJob }): ReactElement {
  const open = job.state !== 'answered' && job.state !== 'over' && job.state !== 'lost';
  return (
    <div className="ad-job-head">
      <strong>Job {job.sequence}</strong>
      <span className={open ? 'ad-job-state ad-job-open' : 'ad-job-state'}>{JOB_STATE_WORDS[job.state]}</span>
      <Copyable text={job.jobId} shown={24} />
      {open && job.deadlineAt !== null && (
        <span className="ad-job-deadline">
          deadline <DeadlineCountdown deadlineAt={job.deadlineAt} />
        </span>
      )}
    </div>
  );
}

/** The chain of jobs with every call and decision, newest first unless turned round. */
export function Timeline({ detail }: { detail: RunDetail }): ReactElement {
  const [newestFirst, setNewestFirst] = useState(true);
  const groups = timelineGroups(detail, newestFirst);
  return (
    <section className="ad-panel" data-testid="timeline" aria-label="Timeline">
      <header className="ad-panel-head">
        <h2>Timeline</h2>
        <span className="ad-muted">
          {detail.jobs.length} {detail.jobs.length === 1 ? 'job' : 'jobs'}, {detail.timeline.length} steps
        </span>
        <span className="ad-panel-tools">
          <Toggle checked={newestFirst} onChange={({ detail: change }) => setNewestFirst(change.checked)}>
            Newest first
          </Toggle>
        </span>
      </header>
      {groups.length === 0 && (
        <EmptyState title="Nothing happened yet" text="Each call appears here as it is made." />
      )}
      {groups.map((group, at) => (
        <div key={group.job?.jobId ?? at} className="ad-job">
          {group.job && <JobHead job={group.job} />}
          <ol className="ad-entries">
            {group.entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}
