import { useState, type ReactElement } from 'react';
import type { RunJob } from '#shared/domain/run.ts';
import { DeadlineCountdown } from '#renderer/run-view/deadline-countdown.tsx';
import { Copyable } from '#renderer/ui/copyable.tsx';
import { Moment } from '#renderer/ui/moment.tsx';
import { useFoundIn } from './found.ts';
import { NoteLine, type NoteTools } from './note-line.tsx';
import { Alike, Entry, Gap } from './timeline-entry.tsx';
import { JOB_STATE_WORDS } from './timeline-groups.ts';
import { entriesOf, type StoryJob, type StoryPart } from './timeline-story.ts';
import { exactDuration } from './timeline-words.ts';

/** How the timeline is read. `notes` is null where they cannot be changed. */
export interface Reading {
  newestFirst: boolean;
  /** False in a bundle: nothing counts down any more. */
  live: boolean;
  notes: NoteTools | null;
}

function JobHead({ job, live }: { job: RunJob; live: boolean }): ReactElement {
  const open = live && job.state !== 'answered' && job.state !== 'over' && job.state !== 'lost';
  const ended = job.answeredAt;
  return (
    <div className="ad-job-head">
      <strong>Job {job.sequence}</strong>
      <span className={open ? 'ad-job-state ad-job-open' : 'ad-job-state'}>{JOB_STATE_WORDS[job.state]}</span>
      <Copyable text={job.jobId} />
      {ended !== null && (
        <span
          className="ad-muted ad-number ad-job-deadline"
          title="From the first poll to the accepted answer"
        >
          {exactDuration(ended - job.polledAt)}
        </span>
      )}
      {open && job.deadlineAt !== null && (
        <span className="ad-job-deadline">
          deadline <DeadlineCountdown deadlineAt={job.deadlineAt} polledAt={job.polledAt} />
        </span>
      )}
    </div>
  );
}

function keyOf(part: StoryPart): string {
  if (part.kind === 'note') return `note-${part.note.noteId}`;
  return `${part.kind}-${entriesOf(part)[0]?.id ?? part.at}`;
}

function Part({ part, reading }: { part: StoryPart; reading: Reading }): ReactElement {
  switch (part.kind) {
    case 'line':
      return <Entry entry={part.entry} />;
    case 'alike':
      return <Alike entries={part.entries} newestFirst={reading.newestFirst} />;
    case 'gap':
      return <Gap part={part} />;
    case 'note':
      return <NoteLine note={part.note} tools={reading.notes} />;
  }
}

/** One job of the chain with its lines, gaps and notes. */
export function JobChapter({ chapter, reading }: { chapter: StoryJob; reading: Reading }): ReactElement {
  const parts = reading.newestFirst ? [...chapter.parts].reverse() : chapter.parts;
  return (
    <div className="ad-job">
      {chapter.job && <JobHead job={chapter.job} live={reading.live} />}
      <ol className="ad-entries">
        {parts.map((part) => (
          <Part key={keyOf(part)} part={part} reading={reading} />
        ))}
      </ol>
    </div>
  );
}

const textOf = (jobs: readonly StoryJob[]): string =>
  JSON.stringify(jobs.map(({ job, parts }) => [job?.jobId, parts.flatMap(entriesOf)]));

/** Jobs that went the same way, as one line that unfolds. */
export function AlikeJobs({ jobs, reading }: { jobs: readonly StoryJob[]; reading: Reading }): ReactElement {
  const [open, setOpen] = useState(false);
  const shown = useFoundIn(() => textOf(jobs)) || open;
  const first = jobs[0]?.job;
  const last = jobs.at(-1)?.job;
  if (!first || !last) return <></>;
  const ordered = reading.newestFirst ? [...jobs].reverse() : jobs;
  const length = (last.answeredAt ?? last.polledAt) - first.polledAt;
  return (
    <div className="ad-job">
      <button
        type="button"
        className="ad-unfold ad-focusable ad-jobs-alike"
        data-testid="alike-jobs"
        aria-expanded={shown}
        onClick={() => setOpen(!shown)}
      >
        <span aria-hidden="true">{shown ? '▾' : '▸'}</span> Jobs {first.sequence} to {last.sequence}:{' '}
        {jobs.length} alike, over {exactDuration(length)}
      </button>
      <span className="ad-muted ad-jobs-when">
        <Moment at={first.polledAt} /> – <Moment at={last.answeredAt ?? last.polledAt} />
      </span>
      {shown &&
        ordered.map((chapter) => (
          <JobChapter key={chapter.job?.jobId ?? 'none'} chapter={chapter} reading={reading} />
        ))}
    </div>
  );
}
