import Button from '@cloudscape-design/components/button';
import { useEffect, useState, type ReactElement } from 'react';
import { request } from '#renderer/bridge/request.ts';

const CONFIRMATION_MS = 1500;

/**
 * An id in monospace with a button that copies the whole of it. `shown` is the number of characters kept at the
 * front of a long one; the whole id is the hover text.
 */
export function Copyable({ text, shown }: { text: string; shown?: number }): ReactElement {
  const cut = shown !== undefined && text.length > shown + 1;
  return (
    <span className="ad-copyable">
      <code className="ad-mono ad-ellipsis" title={text}>
        {cut ? `${text.slice(0, shown)}…` : text}
      </code>
      <CopyButton text={text} />
    </span>
  );
}

/** Copies through the main process: the window itself has no permission for the clipboard. */
export function CopyButton({ text, label }: { text: string; label?: string }): ReactElement {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), CONFIRMATION_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = (): void => {
    request('app.copyText', { text }).then(
      () => setState('copied'),
      () => setState('failed'),
    );
  };
  const icon = { idle: 'copy', copied: 'check', failed: 'status-warning' } as const;
  return (
    <span className={label ? undefined : 'ad-copy'}>
      <Button
        variant={label ? 'normal' : 'inline-icon'}
        iconName={icon[state]}
        ariaLabel={state === 'copied' ? 'Copied' : (label ?? `Copy ${text.slice(0, 40)}`)}
        onClick={copy}
      >
        {label}
      </Button>
    </span>
  );
}
