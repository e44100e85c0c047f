import type { ReactElement } from 'react';
import { request, sentenceOf } from '#renderer/bridge/request.ts';
import { Glyph } from './glyph.tsx';
import { useNotify } from './notices.tsx';

/** The host that a link leads to, or null for what is no URL. */
function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null;
}

/**
 * A link that leaves the app through the main process, which decides whether it may be opened. The address comes
 * from other people's templates: it is no `href`, and the host is always shown or on hover.
 */
export function ExternalLink({
  url,
  text,
  showHost = true,
}: {
  url: string;
  text: string;
  showHost?: boolean;
}): ReactElement {
  const notify = useNotify();
  const open = (): void => {
    request('app.openLink', { url }).then(
      ({ opened }) => {
        if (!opened) notify({ tone: 'warning', text: `This link is not one that may be opened: ${url}` });
      },
      (thrown: unknown) => notify({ tone: 'error', text: sentenceOf(thrown) }),
    );
  };
  return (
    <button
      type="button"
      role="link"
      className="ad-link"
      title={`Open in the browser: ${url}`}
      onClick={open}
    >
      <span className="ad-mono ad-ellipsis">{text}</span>
      {showHost && <span className="ad-muted ad-ellipsis">{hostOf(url)}</span>}
      <Glyph name="external" />
    </button>
  );
}
