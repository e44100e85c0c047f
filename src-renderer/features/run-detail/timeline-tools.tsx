import Button from '@cloudscape-design/components/button';
import type { ReactElement } from 'react';
import type { TimelineEntry } from '#shared/domain/run.ts';
import { EVERYTHING, isFiltered, type StoryFilter } from './timeline-story.ts';
import { KIND_WORDS } from './timeline-words.ts';

const KINDS = Object.keys(KIND_WORDS) as TimelineEntry['kind'][];

/** What of the timeline is shown, with the number of lines that each choice leaves. */
export function TimelineTools(props: {
  timeline: readonly TimelineEntry[];
  filter: StoryFilter;
  problems: number;
  onFilter: (filter: StoryFilter) => void;
  onFirstProblem: () => void;
}): ReactElement {
  const { timeline, filter, problems } = props;
  const toggled = (kind: TimelineEntry['kind']): StoryFilter => {
    const kinds = new Set(filter.kinds);
    if (!kinds.delete(kind)) kinds.add(kind);
    return { ...filter, kinds };
  };
  return (
    <div className="ad-timeline-tools">
      <div className="ad-chips" role="group" aria-label="Show only">
        {KINDS.map((kind) => {
          const count = timeline.filter((entry) => entry.kind === kind).length;
          if (count === 0) return null;
          return (
            <button
              key={kind}
              type="button"
              className="ad-chip ad-focusable"
              aria-pressed={filter.kinds.has(kind)}
              onClick={() => props.onFilter(toggled(kind))}
            >
              {KIND_WORDS[kind]} <span className="ad-number">{count}</span>
            </button>
          );
        })}
        {problems > 0 && (
          <button
            type="button"
            className="ad-chip ad-chip-bad ad-focusable"
            aria-pressed={filter.problemsOnly}
            onClick={() => props.onFilter({ ...filter, problemsOnly: !filter.problemsOnly })}
          >
            Refused or failed <span className="ad-number">{problems}</span>
          </button>
        )}
        {isFiltered(filter) && (
          <button type="button" className="ad-unfold ad-focusable" onClick={() => props.onFilter(EVERYTHING)}>
            Show everything
          </button>
        )}
      </div>
      {problems > 0 && (
        <Button
          variant="inline-link"
          wrapText={false}
          data-testid="first-problem"
          onClick={props.onFirstProblem}
        >
          First problem
        </Button>
      )}
    </div>
  );
}
