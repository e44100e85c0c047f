import { placeText } from '#shared/domain/artifact-place.ts';
import { useEffect, useState, type ReactElement } from 'react';
import type { ArchiveEntry, ArtifactProblem, Fetched, OpenedArtifact } from '#shared/domain/artifact.ts';
import type { ArtifactSide } from '#renderer/run-view/artifact-path.ts';
import { LoadingState } from '#renderer/ui/page-state.tsx';
import { PreviewPanel } from '../preview/preview-panel.tsx';
import { ProblemAlert } from '../problem-alert.tsx';
import { keepPlace } from '../recent-places.ts';
import { lastPart } from '../shown-place.ts';
import { SaveDialog, type SaveWish } from '../tasks/save-dialog.tsx';
import { useOpened } from '../use-opened.ts';
import { ArchiveHead } from './archive-head.tsx';
import { EntriesPanel } from './entries-panel.tsx';
import { InsideTools } from './inside-tools.tsx';
import './inside.css';

interface InsideProps {
  side: ArtifactSide;
  ofRun: string | null;
  environment: string;
  marked: ArtifactSide | null;
  onMark: (side: ArtifactSide) => void;
}

/** One artifact from within: its facts, its entries, and the content of one of them beside. */
export function InsideView(props: InsideProps): ReactElement {
  const { side, environment } = props;
  const { opening, again } = useOpened(side);
  const isOpen = opening.state === 'open';
  useEffect(() => {
    if (isOpen && environment) keepPlace(environment, localStorage, side);
  }, [isOpen, environment]);
  switch (opening.state) {
    case 'none':
    case 'opening':
      return <LoadingState what={lastPart(side.place.key)} />;
    case 'refused':
      return (
        <ProblemAlert
          title={`${lastPart(side.place.key)} could not be opened`}
          problem={withObject(opening.problem, placeText(side.place))}
          onRetry={again}
        />
      );
    case 'open':
      return <Inside key={opening.opened.openId} {...props} opened={opening.opened} onAgain={again} />;
  }
}

/** Which object it was, where the refusal does not say so itself. */
function withObject(problem: ArtifactProblem, uri: string): ArtifactProblem {
  if (problem.facts.some(({ value }) => value === uri)) return problem;
  return { ...problem, facts: [{ name: 'Object', value: uri }, ...problem.facts] };
}

function more(present: Fetched, told: Partial<Fetched>): Fetched {
  const next = {
    requests: Math.max(present.requests, told.requests ?? 0),
    bytes: Math.max(present.bytes, told.bytes ?? 0),
    fromCache: Math.max(present.fromCache, told.fromCache ?? 0),
  };
  return next.requests === present.requests &&
    next.bytes === present.bytes &&
    next.fromCache === present.fromCache
    ? present
    : next;
}

function Inside(props: InsideProps & { opened: OpenedArtifact; onAgain: () => void }): ReactElement {
  const { opened, onAgain } = props;
  const [fetched, setFetched] = useState<Fetched>(opened.fetched);
  const [entry, setEntry] = useState<ArchiveEntry | null>(null);
  const [saving, setSaving] = useState<SaveWish | null>(null);
  const archive = opened.kind !== 'plain';
  const tell = (told: Partial<Fetched>): void => setFetched((present) => more(present, told));
  const title = lastPart(opened.place.key);
  return (
    <div className="ad-inside">
      <InsideTools {...props} fetched={fetched} title={title} onSave={setSaving} />
      <ArchiveHead opened={opened} />
      <div className={archive ? 'ad-panes ad-panes-two ad-inside-panes' : 'ad-panes'}>
        {archive && (
          <EntriesPanel
            openId={opened.openId}
            shown={entry?.index ?? null}
            onShow={setEntry}
            onSave={(what) =>
              setSaving(
                what.kind === 'folder'
                  ? { what, title: `${lastPart(what.folder) || title}/` }
                  : { what: { kind: 'entry', entry: what.entry }, title: lastPart(what.name) },
              )
            }
            onFetched={tell}
            onAgain={onAgain}
          />
        )}
        {archive && entry === null ? (
          <div className="ad-preview ad-preview-empty ad-muted">
            Choose a file to see what is in it. Only its own bytes are fetched.
          </div>
        ) : (
          <PreviewPanel
            key={entry?.index ?? 'object'}
            content={{ openId: opened.openId, entry: entry?.index ?? null }}
            name={entry?.path ?? title}
            entry={entry}
            told={entry ? [] : opened.faults}
            onFetched={tell}
            onSave={() =>
              setSaving({
                what: entry ? { kind: 'entry', entry: entry.index } : { kind: 'object' },
                title: entry ? lastPart(entry.path) : title,
              })
            }
            onAgain={onAgain}
          />
        )}
      </div>
      {saving && <SaveDialog openId={opened.openId} wish={saving} onClose={() => setSaving(null)} />}
    </div>
  );
}
