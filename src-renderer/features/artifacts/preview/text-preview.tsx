import Button from '@cloudscape-design/components/button';
import Select from '@cloudscape-design/components/select';
import Toggle from '@cloudscape-design/components/toggle';
import { lazy, Suspense, useMemo, useState, type ReactElement } from 'react';
import { TEXT_ENCODINGS, type ShownText } from '#shared/domain/artifact-preview.ts';
import { CopyButton } from '#renderer/ui/copyable.tsx';
import { LoadingState } from '#renderer/ui/page-state.tsx';
import { visibleText } from '#renderer/ui/visible-parts.ts';
import { coveredTexts } from '../compare/covered-text.ts';
import { secretWords } from './preview-words.ts';

// The editor is large, and the window must be quick to start.
const CodeView = lazy(() =>
  import('#renderer/ui/code-view.tsx').then((code) => ({ default: code.CodeView })),
);

const MOST_COPIED = 1_000_000;
const DETECTED = 'detected';
const NO_TEXT = { text: '', secrets: [] };

/** A text with its language's colours; what looks like a secret is covered until asked for. */
export function TextPreview(props: {
  shown: ShownText;
  name: string;
  encoding: string | null;
  onEncoding: (encoding: string | null) => void;
}): ReactElement {
  const { shown, name, encoding } = props;
  const [wrap, setWrap] = useState(false);
  const [all, setAll] = useState(false);
  const secrets = shown.secrets.length;
  // What nobody asked to see is not carried elsewhere either.
  const covered = useMemo(() => coveredTexts(shown, NO_TEXT).left, [shown]);
  return (
    <div className="ad-text-preview">
      <div className="ad-text-tools">
        <span className="ad-muted ad-number">
          {shown.lines.toLocaleString('en')} {shown.lines === 1 ? 'line' : 'lines'}
          {shown.language && ` · ${shown.language}`}
        </span>
        <Select
          data-testid="encoding"
          ariaLabel="Encoding"
          selectedOption={{ value: encoding ?? DETECTED, label: encoding ?? `${shown.encoding} (detected)` }}
          options={[{ value: DETECTED, label: 'As detected' }, ...TEXT_ENCODINGS.map((value) => ({ value }))]}
          onChange={({ detail }) => {
            const { value } = detail.selectedOption;
            props.onEncoding(value === DETECTED ? null : (value ?? null));
          }}
        />
        <Toggle checked={wrap} onChange={({ detail }) => setWrap(detail.checked)}>
          Wrap
        </Toggle>
        {shown.text.length <= MOST_COPIED && <CopyButton text={all ? shown.text : covered} label="Copy" />}
      </div>
      {secrets > 0 && (
        <div className="ad-secrets" role="status" data-testid="secrets">
          <span>{secretWords(secrets, !all)}</span>
          <Button variant="inline-link" data-testid="show-secrets" onClick={() => setAll(!all)}>
            {all ? 'Cover them again' : 'Show all'}
          </Button>
        </div>
      )}
      <Suspense fallback={<LoadingState what="the view" />}>
        <CodeView
          text={shown.text}
          label={`Text of ${visibleText(name)}`}
          language={shown.language}
          wrap={wrap}
          hidden={shown.secrets}
          showHidden={all}
          testId="text"
        />
      </Suspense>
    </div>
  );
}
