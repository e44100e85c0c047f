import Button from '@cloudscape-design/components/button';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Toggle from '@cloudscape-design/components/toggle';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import type { ComparedRow } from '#shared/domain/artifact-compare.ts';
import type { Preview } from '#shared/domain/artifact-preview.ts';
import { request } from '#renderer/bridge/request.ts';
import { LoadingState } from '#renderer/ui/page-state.tsx';
import { visibleText } from '#renderer/ui/visible-parts.ts';
import { VisibleText } from '#renderer/ui/visible-text.tsx';
import { ProblemAlert } from '../problem-alert.tsx';
import { cutWords } from '../preview/preview-words.ts';
import '../preview/preview.css';
import { problemOfAnswer } from '../use-opened.ts';
import type { SideNames } from './compare-words.ts';
import { coveredTexts } from './covered-text.ts';

// The editor is large, and the window must be quick to start.
const CodeDiff = lazy(() =>
  import('#renderer/ui/code-diff.tsx').then((code) => ({ default: code.CodeDiff })),
);

const NO_TEXT = { text: '', secrets: [] };

interface FileDiffProps {
  row: ComparedRow;
  /** Ids of the opened artifacts. */
  left: string;
  right: string;
  names: SideNames;
  onClose: () => void;
}

/** One path's text on both sides; a side that is missing is empty. What looks like a secret stays covered until asked for. */
export function FileDiff(props: FileDiffProps): ReactElement {
  const { row, names, onClose } = props;
  const [unified, setUnified] = useState(false);
  const [wrap, setWrap] = useState(false);
  const [secrets, setSecrets] = useState(false);
  const left = useText(props.left, row.left);
  const right = useText(props.right, row.right);
  const problem = left.problem ?? right.problem;
  const one = textOf(left.preview);
  const other = textOf(right.preview);
  const loading = left.loading || right.loading;
  const hidden = (one?.secrets.length ?? 0) + (other?.secrets.length ?? 0);
  const comparable = (row.left === null || one !== null) && (row.right === null || other !== null);
  const name = visibleText(row.path);
  const plain = { left: one ?? NO_TEXT, right: other ?? NO_TEXT };
  const texts = secrets
    ? { left: plain.left.text, right: plain.right.text }
    : coveredTexts(plain.left, plain.right);
  return (
    <section className="ad-preview" aria-label={`Differences in ${name}`} data-testid="file-diff">
      <header className="ad-preview-head">
        <strong className="ad-preview-name">
          <VisibleText text={row.path} />
        </strong>
        <Button variant="icon" iconName="close" ariaLabel="Close the differences" onClick={onClose} />
      </header>
      <div className="ad-text-tools">
        <SegmentedControl
          label="Differences"
          selectedId={unified ? 'unified' : 'beside'}
          options={[
            { id: 'beside', text: 'Side by side' },
            { id: 'unified', text: 'Unified' },
          ]}
          onChange={({ detail }) => setUnified(detail.selectedId === 'unified')}
        />
        <Toggle checked={wrap} onChange={({ detail }) => setWrap(detail.checked)}>
          Wrap
        </Toggle>
        {hidden > 0 && (
          <Toggle checked={secrets} onChange={({ detail }) => setSecrets(detail.checked)}>
            Show what looks like secrets ({hidden})
          </Toggle>
        )}
      </div>
      {[left.preview, right.preview].map((preview, at) => {
        const cut = preview && cutWords(preview);
        return cut ? (
          <div key={at} className="ad-second">
            {at === 0 ? names.left : names.right}: {cut}
          </div>
        ) : null;
      })}
      {problem && <ProblemAlert title="The content could not be read" problem={problem} />}
      {loading && <LoadingState what="both texts" />}
      {!loading && !problem && !comparable && (
        <p className="ad-muted ad-list-note">
          It is no text on both sides: the verdict comes from size and checksum. Look inside either artifact
          for its bytes.
        </p>
      )}
      {!loading && !problem && comparable && (
        <Suspense fallback={<LoadingState what="the view" />}>
          <div className={unified ? 'ad-diff-names' : 'ad-diff-names ad-diff-beside'} aria-hidden>
            <span className="ad-diff-removed">− {names.left}</span>
            <span className="ad-diff-added">+ {names.right}</span>
          </div>
          <CodeDiff
            left={texts.left}
            right={texts.right}
            leftLabel={`${names.left}: ${name}`}
            rightLabel={`${names.right}: ${name}`}
            language={other?.language ?? one?.language ?? null}
            unified={unified}
            wrap={wrap}
          />
        </Suspense>
      )}
    </section>
  );
}

type Text = Extract<Preview['shown'], { kind: 'text' }>;

function textOf(preview: Preview | null): Text | null {
  return preview?.shown.kind === 'text' ? preview.shown : null;
}

function useText(openId: string, entry: number | null) {
  const asked = { openId, entry, as: 'text' as const, from: 0, encoding: null };
  const answer = useQuery({
    queryKey: ['artifacts.preview', asked],
    queryFn: () => request('artifacts.preview', asked),
    enabled: entry !== null,
    staleTime: Infinity,
    retry: false,
  });
  return {
    loading: entry !== null && answer.isPending,
    preview: answer.data?.ok ? answer.data.found : null,
    problem: problemOfAnswer(answer),
  };
}
