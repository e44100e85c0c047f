import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState, type ReactElement } from 'react';
import type { ArchiveEntry, ArchiveFaultView, Fetched } from '#shared/domain/artifact.ts';
import type { Content, Preview, PreviewKind } from '#shared/domain/artifact-preview.ts';
import { request } from '#renderer/bridge/request.ts';
import { LoadingState } from '#renderer/ui/page-state.tsx';
import { Size } from '#renderer/ui/size.tsx';
import { VisibleText } from '#renderer/ui/visible-text.tsx';
import { ProblemAlert } from '../problem-alert.tsx';
import { whyNotSaved } from '../inside/entry-faults.ts';
import { problemOfAnswer } from '../use-opened.ts';
import { PreviewBody } from './preview-body.tsx';
import { cutWords, KIND_WORDS } from './preview-words.ts';
import './preview.css';

interface PreviewPanelProps {
  content: Content;
  /** The path inside the archive, or the object's own name. */
  name: string;
  entry: ArchiveEntry | null;
  /** Faults that are told elsewhere on the page. */
  told: readonly ArchiveFaultView[];
  onFetched: (fetched: Fetched) => void;
  onSave: () => void;
  onAgain: () => void;
}

/** One content in the ways that it can be shown, the fitting one first. */
export function PreviewPanel(props: PreviewPanelProps): ReactElement {
  const { content, name, entry } = props;
  const whyNot = entry ? whyNotSaved(entry) : null;
  const [as, setAs] = useState<PreviewKind | null>(null);
  const [from, setFrom] = useState(0);
  const [encoding, setEncoding] = useState<string | null>(null);
  const asked = { ...content, as, from: as === 'hex' ? from : 0, encoding };
  const answer = useQuery({
    queryKey: ['artifacts.preview', asked],
    queryFn: () => request('artifacts.preview', asked),
    // What is open does not change.
    staleTime: Infinity,
    retry: false,
  });
  const found = answer.data?.ok ? answer.data.found : null;
  const tell = useEffectEvent(props.onFetched);
  useEffect(() => {
    if (found) tell(found.fetched);
  }, [found]);
  const problem = problemOfAnswer(answer);
  const shownKind = found && found.shown.kind !== 'none' ? found.shown.kind : as;
  return (
    <section className="ad-preview" aria-label="Preview" data-testid="preview" data-kind={found?.shown.kind}>
      <header className="ad-preview-head">
        <strong className="ad-preview-name">
          <VisibleText text={name} />
        </strong>
        {found && <Size bytes={found.size} />}
        <span className="ad-preview-kinds">
          {found && (
            <Kinds
              kinds={found.kinds}
              chosen={shownKind}
              onKind={(kind) => {
                setAs(kind);
                setFrom(0);
              }}
            />
          )}
          <Button
            variant="icon"
            iconName="download"
            ariaLabel="Save this file…"
            data-testid="save-shown"
            disabled={whyNot !== null}
            disabledReason={whyNot ?? ''}
            onClick={props.onSave}
          />
        </span>
      </header>
      <Remarks entry={entry} preview={found} told={props.told} />
      {answer.isPending && <LoadingState what="the content" />}
      {problem && (
        <ProblemAlert
          title="The content could not be read"
          problem={problem}
          onRetry={problem.code === 'not-found' ? props.onAgain : () => void answer.refetch()}
        />
      )}
      {found && (
        <PreviewBody
          key={shownKind ?? 'none'}
          preview={found}
          content={content}
          name={name}
          encoding={encoding}
          onEncoding={setEncoding}
          onFrom={(next) => {
            setAs('hex');
            setFrom(next);
          }}
          onSave={whyNot === null && found.faults.length === 0 ? props.onSave : null}
        />
      )}
    </section>
  );
}

function Kinds(props: {
  kinds: readonly PreviewKind[];
  chosen: PreviewKind | null;
  onKind: (kind: PreviewKind) => void;
}): ReactElement {
  return (
    <span role="group" aria-label="Show as" className="ad-pills">
      {props.kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          className="ad-pill ad-focusable"
          aria-pressed={kind === props.chosen}
          onClick={() => props.onKind(kind)}
        >
          {KIND_WORDS[kind]}
        </button>
      ))}
    </span>
  );
}

/** What is wrong with the content, what is left out of it, and what its reader noticed. */
function Remarks({
  entry,
  preview,
  told,
}: {
  entry: ArchiveEntry | null;
  preview: Preview | null;
  told: readonly ArchiveFaultView[];
}): ReactElement | null {
  const cut = preview ? cutWords(preview) : null;
  // A content that cannot be shown says why in its place.
  const instead = preview?.shown.kind === 'none' ? preview.shown.sentence : null;
  const faults = [...(entry?.faults ?? []), ...(preview?.faults ?? [])].filter(
    (one, at, all) =>
      all.findIndex((other) => other.fault === one.fault) === at &&
      one.sentence !== instead &&
      !told.some(({ sentence }) => sentence === one.sentence),
  );
  const notes = [
    ...(cut ? [cut] : []),
    ...(preview?.notes ?? []).map(({ sentence, line }) =>
      line === null ? sentence : `Line ${line}: ${sentence}`,
    ),
    ...(entry?.kind === 'link' && entry.target !== null
      ? [`A link to ${entry.target}; it is not followed.`]
      : []),
  ];
  if (faults.length === 0 && notes.length === 0) return null;
  return (
    <div className="ad-remarks">
      {faults.length > 0 && (
        <div data-testid="entry-faults" data-faults={faults.map(({ fault }) => fault).join(' ')}>
          <Alert type="warning">
            {faults.map(({ fault, sentence }) => (
              <div key={fault} className="ad-wrap">
                {sentence}
              </div>
            ))}
          </Alert>
        </div>
      )}
      {notes.map((note) => (
        <div key={note} className="ad-second ad-wrap">
          <VisibleText text={note} />
        </div>
      ))}
    </div>
  );
}
