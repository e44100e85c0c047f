import type { ReactElement } from 'react';
import { usePreferences } from '#renderer/bridge/preferences.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { useHashPath } from '#renderer/ui/hash-location.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { useWelcome } from './use-welcome.ts';
import './welcome.css';

/** One line above the runs that leads to the next step, until it is put away. */
export function WelcomeBand(): ReactElement | null {
  const isKnown = useAnswer('preferences.get', null).data !== undefined;
  const { preferences } = usePreferences();
  const [path] = useHashPath();
  // A run that is looked at is a step as well, so the band listens on the pages of runs.
  return isKnown && !preferences.welcomeSeen && path.startsWith('/runs') ? (
    <Band isShown={path === '/runs'} />
  ) : null;
}

function Band({ isShown }: { isShown: boolean }): ReactElement | null {
  const steps = useWelcome();
  const { changePreferences } = usePreferences();
  const notify = useNotify();
  const next = steps?.find(({ done }) => !done);
  if (!isShown || !steps || !next) return null;
  const close = (): void =>
    void changePreferences({ welcomeSeen: true }).catch((thrown: unknown) =>
      notify({ tone: 'error', text: sentenceOf(thrown) }),
    );
  return (
    <aside className="ad-welcome-band" aria-label="First steps" data-testid="welcome-band">
      <span className="ad-welcome-count ad-number">
        Step {steps.indexOf(next) + 1} of {steps.length}
      </span>
      <strong>{next.title}</strong>
      <a className="ad-focusable" href={`#${next.act.to}`}>
        {next.act.label}
      </a>
      <span className="ad-welcome-rest">
        <a className="ad-focusable" href="#/welcome">
          All steps
        </a>
        <button type="button" className="ad-welcome-close ad-focusable" onClick={close}>
          Put away
        </button>
      </span>
    </aside>
  );
}
