import Button from '@cloudscape-design/components/button';
import Select from '@cloudscape-design/components/select';
import Toggle from '@cloudscape-design/components/toggle';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import { TEXT_ENCODINGS, type ShownText } from '#shared/domain/artifact-preview.ts';
import { CopyButton } from '#renderer/ui/copyable.tsx';
import { LoadingState } from '#renderer/ui/page-state.tsx';
import { visibleText } from '#renderer/ui/visible-parts.ts';
import { hiddenWords } from './preview-words.ts';

// The editor is large, and the window must be quick to start.
const CodeView = lazy(() =>
  import('#renderer/ui/code-view.tsx').then((code) => ({ default: code.CodeView })),
);

const MOST_COPIED = 1_000_000;
const DETECTED = 'detected';

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
  const [hidden, setHidden] = useState(shown.secrets.length);
  const left = all ? 0 : hidden;
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
        {shown.text.length <= MOST_COPIED && <CopyButton text={shown.text} label="Copy" />}
      </div>
      {shown.secrets.length > 0 && (
        <div className="ad-secrets" role="status" data-testid="secrets">
          {left === 0 ? (
            <span>{hiddenWords(shown.secrets.length)}: all are shown.</span>
          ) : (
            <>
              <span>
                {hiddenWords(left)} and {left === 1 ? 'is' : 'are'} covered. Press one to see it, or
              </span>
              <Button variant="inline-link" data-testid="show-secrets" onClick={() => setAll(true)}>
                show all
              </Button>
            </>
          )}
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
          onHidden={setHidden}
          testId="text"
        />
      </Suspense>
    </div>
  );
}
