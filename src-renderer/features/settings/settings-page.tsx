import Tabs from '@cloudscape-design/components/tabs';
import type { ReactElement } from 'react';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { goTo, useHashParams } from '#renderer/ui/hash-location.ts';
import { ErrorState, LoadingState } from '#renderer/ui/page-state.tsx';
import { About } from './about.tsx';
import { Appearance } from './appearance.tsx';
import { EnvironmentsSection } from './environments-section.tsx';
import { NotificationSettings } from './notification-settings.tsx';
import { ShortcutsList, type Shortcut } from './shortcuts-list.tsx';
import './settings.css';

const SECTIONS = ['environments', 'notifications', 'appearance', 'about'] as const;

/** Environments (the places to work in), notifications, the window's look, and what runs here. */
export function SettingsPage({ shortcuts }: { shortcuts: readonly Shortcut[] }): ReactElement {
  const asked = useHashParams().get('section');
  const section = SECTIONS.find((one) => one === asked) ?? 'environments';
  return (
    <div className="ad-settings">
      <h1 className="ad-offscreen">Settings</h1>
      <Tabs
        activeTabId={section}
        ariaLabel="Settings"
        onChange={({ detail }) => goTo(`/settings?section=${detail.activeTabId}`, { replace: true })}
        tabs={[
          { id: 'environments', label: 'Environments', content: <Environments /> },
          { id: 'notifications', label: 'Notifications', content: <NotificationSettings /> },
          {
            id: 'appearance',
            label: 'Appearance and keys',
            content: (
              <div className="ad-settings-stack">
                <Appearance />
                <ShortcutsList shortcuts={shortcuts} />
              </div>
            ),
          },
          {
            id: 'about',
            label: 'About and diagnostics',
            content: (
              <div className="ad-settings-stack">
                <About />
              </div>
            ),
          },
        ]}
      />
    </div>
  );
}

function Environments(): ReactElement {
  const answer = useAnswer('environments.list', null);
  if (answer.isPending) return <LoadingState what="the environments" />;
  if (!answer.data) {
    return (
      <ErrorState
        title="The environments could not be read"
        error={answer.error}
        onRetry={() => void answer.refetch()}
      />
    );
  }
  return (
    <div className="ad-settings-stack">
      <EnvironmentsSection environments={answer.data} />
    </div>
  );
}
