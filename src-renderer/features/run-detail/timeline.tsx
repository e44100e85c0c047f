import Button from '@cloudscape-design/components/button';
import Toggle from '@cloudscape-design/components/toggle';
import { useEffect, useMemo, useState, type ReactElement } from 'react';
import type { RunDetail } from '#shared/domain/run.ts';
import type { RunNote } from '#shared/domain/run-note.ts';
import { whyStill } from '#shared/domain/why-still.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { runStateWords } from '#renderer/run-view/run-state-words.ts';
import { useNow } from '#renderer/ui/clock.ts';
import { EmptyState } from '#renderer/ui/page-state.tsx';
import { NoteForm } from './note-form.tsx';
import { AlikeJobs, JobChapter, type Reading } from './timeline-job.tsx';
import { entryElementId } from './timeline-entry.tsx';
import {
  EVERYTHING,
  firstProblem,
  isProblem,
  SHORTEST_GAP_MS,
  silentSince,
  timelineStory,
  type StoryFilter,
} from './timeline-story.ts';
import { TimelineTools } from './timeline-tools.tsx';
import { exactDuration } from './timeline-words.ts';
import type { NotesOfRun } from './use-notes.tsx';
import './timeline.css';

/** How long nothing has happened, and why not: the first thing that a caller asks. */
function SilentNow({ detail }: { detail: RunDetail }): ReactElement | null {
  const now = useNow();
  const cells = useAnswer('agent.cells', null);
  const since = silentSince(detail);
  if (since === null || now - since < SHORTEST_GAP_MS) return null;
  const { run } = detail;
  const cell = cells.data?.find(
    ({ region, actionTypeId: type }) =>
      region === run.region &&
      type.owner === run.actionTypeId.owner &&
      type.category === run.actionTypeId.category &&
      type.provider === run.actionTypeId.provider &&
      type.version === run.actionTypeId.version,
  );
  const why = whyStill(run, cells.data ? (cell ?? null) : undefined, now);
  return (
    <p className={`ad-gap ad-gap-now ad-gap-${why?.tone ?? 'calm'}`} data-testid="silent-now">
      <strong className="ad-number">{exactDuration(now - since)}</strong> nothing so far:{' '}
      {why?.sentence ?? runStateWords(run.state).sentence}
    </p>
  );
}

/**
 * The chain of jobs with every call and decision, with the gaps between them, newest first unless turned round. Without
 * `notes` it is a record of the past: nothing counts down and nothing is added.
 */
export function Timeline(props: {
  detail: RunDetail;
  notes: readonly RunNote[];
  keeping: NotesOfRun | null;
}): ReactElement {
  const { detail, notes, keeping } = props;
  const [newestFirst, setNewestFirst] = useState(true);
  const [filter, setFilter] = useState<StoryFilter>(EVERYTHING);
  const [writing, setWriting] = useState(false);
  const [jumpTo, setJumpTo] = useState<string | null>(null);
  const story = useMemo(() => timelineStory(detail, notes, filter), [detail, notes, filter]);
  const problems = detail.timeline.filter(isProblem).length;
  const chapters = newestFirst ? [...story].reverse() : story;
  const reading: Reading = { newestFirst, live: keeping !== null, notes: keeping };
  useEffect(() => {
    if (jumpTo === null) return;
    const target = document.getElementById(jumpTo);
    target?.scrollIntoView({ block: 'center' });
    target?.focus({ preventScroll: true });
    setJumpTo(null);
  }, [jumpTo]);
  const jump = (): void => {
    const first = firstProblem(detail.timeline);
    if (!first) return;
    // A fold or a filter may hide it; problems alone always show it, and are what one looks for then.
    if (!document.getElementById(entryElementId(first))) setFilter({ kinds: new Set(), problemsOnly: true });
    setJumpTo(entryElementId(first));
  };
  return (
    <section className="ad-panel" data-testid="timeline" aria-label="Timeline">
      <header className="ad-panel-head">
        <h2>Timeline</h2>
        <span className="ad-muted">
          {detail.jobs.length} {detail.jobs.length === 1 ? 'job' : 'jobs'}, {detail.timeline.length} steps
        </span>
        <span className="ad-panel-tools ad-row">
          {keeping && (
            <Button
              variant="inline-link"
              wrapText={false}
              data-testid="add-note"
              onClick={() => setWriting(true)}
            >
              Add note
            </Button>
          )}
          <Toggle checked={newestFirst} onChange={({ detail: change }) => setNewestFirst(change.checked)}>
            Newest first
          </Toggle>
        </span>
      </header>
      {detail.timeline.length > 0 && (
        <TimelineTools
          timeline={detail.timeline}
          filter={filter}
          problems={problems}
          onFilter={setFilter}
          onFirstProblem={jump}
        />
      )}
      {writing && keeping && (
        <NoteForm
          text=""
          onKeep={async (text) => {
            await keeping.add(text);
            setWriting(false);
          }}
          onCancel={() => setWriting(false)}
        />
      )}
      {keeping && <SilentNow detail={detail} />}
      {detail.timeline.length === 0 && (
        <EmptyState title="Nothing happened yet" text="Each call appears here as it is made." />
      )}
      {detail.timeline.length > 0 && chapters.length === 0 && (
        <EmptyState title="No step is left" text="None fits what is chosen above." />
      )}
      {chapters.map((chapter, at) =>
        chapter.kind === 'jobs' ? (
          <AlikeJobs key={chapter.jobs[0]?.job?.jobId ?? at} jobs={chapter.jobs} reading={reading} />
        ) : (
          <JobChapter key={chapter.job.job?.jobId ?? at} chapter={chapter.job} reading={reading} />
        ),
      )}
    </section>
  );
}
