import { useMemo, useState, type ReactElement } from 'react';
import { CopyButton } from '#renderer/ui/copyable.tsx';
import { useFoundIn } from './found.ts';

const LONG_TEXT = 420;

/** What was sent and what came back, as JSON; opens by itself when it holds what is looked for. */
export function Payload({ payload }: { payload: unknown }): ReactElement {
  const [open, setOpen] = useState(false);
  const json = useMemo(() => JSON.stringify(payload, null, 2), [payload]);
  const found = useFoundIn(() => json);
  const shown = open || found;
  return (
    <details className="ad-payload" open={shown}>
      <summary
        className="ad-focusable"
        onClick={(event) => {
          // Its own way of opening would keep open what the search has opened.
          event.preventDefault();
          setOpen(!shown);
        }}
      >
        Request and answer
      </summary>
      {shown && (
        <div className="ad-payload-body">
          <pre className="ad-mono ad-wrap" tabIndex={0} role="group" aria-label="Request and answer as JSON">
            {json}
          </pre>
          <CopyButton text={json} />
        </div>
      )}
    </details>
  );
}

/** A text of any length: a long one shows its beginning and a button for the rest. */
export function LongText({ text }: { text: string }): ReactElement {
  const [open, setOpen] = useState(false);
  const long = text.length > LONG_TEXT;
  const found = useFoundIn(() => (long ? text.slice(LONG_TEXT) : ''));
  if (!long) return <div className="ad-wrap">{text}</div>;
  const shown = open || found;
  return (
    <div>
      <span className="ad-wrap">{shown ? text : `${text.slice(0, LONG_TEXT)}…`}</span>{' '}
      <button
        type="button"
        className="ad-unfold ad-focusable"
        aria-expanded={shown}
        onClick={() => setOpen(!shown)}
      >
        {shown ? 'Show less' : `Show all (${text.length.toLocaleString('en-US')} characters)`}
      </button>
    </div>
  );
}
