import Button from '@cloudscape-design/components/button';
import Icon from '@cloudscape-design/components/icon';
import type { ReactElement } from 'react';
import { usePreferences } from '#renderer/bridge/preferences.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { LoadingState } from '#renderer/ui/page-state.tsx';
import { useWelcome } from './use-welcome.ts';
import './welcome.css';

/** The way from practice to a first environment of one's own. */
export function WelcomePage(): ReactElement {
  const steps = useWelcome();
  const { preferences, changePreferences } = usePreferences();
  const notify = useNotify();
  if (!steps) return <LoadingState what="the first steps" />;
  const next = steps.find(({ done }) => !done);
  const finish = (): void => {
    changePreferences({ welcomeSeen: true }).then(
      () => goTo('/runs'),
      (thrown: unknown) => notify({ tone: 'error', text: sentenceOf(thrown) }),
    );
  };
  return (
    <div className="ad-welcome" data-testid="welcome">
      <h1 className="ad-title">First steps</h1>
      <p className="ad-muted">
        From the simulator to your own customers. Each step is ticked off by what is there; take them in any
        order.
      </p>
      <ol className="ad-welcome-steps">
        {steps.map((step, at) => (
          <li
            key={step.id}
            className={step === next ? 'ad-welcome-step ad-welcome-next' : 'ad-welcome-step'}
            data-testid={`welcome-${step.id}`}
            aria-current={step === next ? 'step' : undefined}
          >
            <span className={step.done ? 'ad-welcome-mark ad-welcome-done' : 'ad-welcome-mark'}>
              {step.done ? <Icon name="check" size="small" ariaLabel="Done" /> : at + 1}
            </span>
            <div>
              <h2>{step.title}</h2>
              <p>{step.text}</p>
              <a className="ad-focusable" href={`#${step.act.to}`}>
                {step.act.label}
              </a>
            </div>
          </li>
        ))}
      </ol>
      {preferences.welcomeSeen ? (
        <p className="ad-muted">The line above the runs is put away. This page stays in the palette.</p>
      ) : (
        <Button onClick={finish}>{next ? 'Put the first steps away' : 'Done'}</Button>
      )}
    </div>
  );
}
