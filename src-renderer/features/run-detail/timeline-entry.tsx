import { useState, type ReactElement } from 'react';
import type { TimelineEntry } from '#shared/domain/run.ts';
import { humanDuration } from '#renderer/ui/duration.ts';
import { Moment } from '#renderer/ui/moment.tsx';
import { useFoundIn } from './found.ts';
import { LongText, Payload } from './payload.tsx';
import { isProblem, type StoryPart } from './timeline-story.ts';
import { exactDuration, KIND_WORDS, OUTCOME_WORDS, SILENCE_WORDS } from './timeline-words.ts';

/** Where a line can be jumped to. */
export const entryElementId = (entry: TimelineEntry): string => `timeline-entry-${entry.id}`;

/** One call or decision, with its duration and what was sent and answered. */
export function Entry({ entry }: { entry: TimelineEntry }): ReactElement {
  return (
    <li className={`ad-entry ad-entry-${entry.outcome}`} id={entryElementId(entry)} tabIndex={-1}>
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
          {isProblem(entry) && <span className="ad-tone-bad">{OUTCOME_WORDS[entry.outcome]}</span>}
          {entry.durationMs !== null && (
            <span className="ad-muted ad-number" title={`${entry.durationMs} ms`}>
              {humanDuration(entry.durationMs)}
            </span>
          )}
        </div>
        <LongText text={entry.sentence} />
        {entry.payload !== null && entry.payload !== undefined && <Payload payload={entry.payload} />}
      </div>
    </li>
  );
}

/** Nothing was called between two lines. */
export function Gap({ part }: { part: Extract<StoryPart, { kind: 'gap' }> }): ReactElement {
  return (
    <li className="ad-gap">
      <span className="ad-number">{exactDuration(part.until - part.at)}</span> nothing:{' '}
      {SILENCE_WORDS[part.silence]}
    </li>
  );
}

const textOf = (entries: readonly TimelineEntry[]): string =>
  entries
    .map(({ operation, sentence, payload }) => `${operation} ${sentence} ${JSON.stringify(payload)}`)
    .join('\n');

/** Calls that differ in nothing but time and figures: the newest is shown, the others unfold. */
export function Alike({
  entries,
  newestFirst,
}: {
  entries: readonly TimelineEntry[];
  newestFirst: boolean;
}): ReactElement {
  const [open, setOpen] = useState(false);
  const shown = useFoundIn(() => textOf(entries)) || open;
  const first = entries[0];
  const last = entries.at(-1);
  if (!first || !last) return <></>;
  const ordered = newestFirst ? [...entries].reverse() : entries;
  return (
    <>
      <li className="ad-alike">
        <button
          type="button"
          className="ad-unfold ad-focusable"
          aria-expanded={shown}
          onClick={() => setOpen(!shown)}
        >
          <span aria-hidden="true">{shown ? '▾' : '▸'}</span> {entries.length} ×{' '}
          <code>{first.operation}</code> {OUTCOME_WORDS[first.outcome]}, over{' '}
          {exactDuration(last.at - first.at)}
        </button>
      </li>
      {(shown ? ordered : [last]).map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
    </>
  );
}
