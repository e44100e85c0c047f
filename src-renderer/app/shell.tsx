import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { disableMotion } from '@cloudscape-design/global-styles';
import { useEffect, useState, type ReactElement } from 'react';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { CloseQuestion } from '#renderer/features/settings/close-question.tsx';
import { goTo, useHashPath } from '#renderer/ui/hash-location.ts';
import { Notices } from '#renderer/ui/notices.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Navigation } from './navigation.tsx';
import { NoticeStrip } from './notice-strip.tsx';
import { PaletteHost } from './palette/palette-host.tsx';
import { Routes } from './routes.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { TopBar } from './top-bar.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import { WelcomeBand } from './welcome/welcome-band.tsx';
import './shell.css';

/** The frame of every page: bar, navigation, messages, and the page in its own error boundary. */
export function Shell(): ReactElement {
  const [path] = useHashPath();
  const [help, setHelp] = useState(false);
  const [finding, setFinding] = useState(false);
  const info = useAnswer('app.info', null);
  useShortcuts(() => setHelp(true));
  useEffect(() => {
    disableMotion(info.data?.reducedMotion ?? false);
  }, [info.data?.reducedMotion]);
  useEffect(() => {
    scrollTo(0, 0);
  }, [path]);
  const problem = info.data?.startProblem ?? (info.error ? info.error.message : null);

  return (
    <>
      <TopBar info={info.data ?? null} onHelp={() => setHelp(true)} onFind={() => setFinding(true)} />
      <div className="ad-frame">
        <Navigation path={path} />
        <main className="ad-content">
          <div className="ad-notices">
            <Notices />
          </div>
          {problem && (
            <div className="ad-problem">
              <Alert
                type="error"
                header="There was a problem at the start"
                action={<Button onClick={() => goTo('/settings')}>Open settings</Button>}
              >
                {problem}
              </Alert>
            </div>
          )}
          <WelcomeBand />
          <ErrorBoundary resetKey={path}>
            <Routes />
          </ErrorBoundary>
          <NoticeStrip />
        </main>
      </div>
      <PaletteHost
        info={info.data ?? null}
        isOpen={finding}
        onOpen={setFinding}
        onHelp={() => setHelp(true)}
      />
      <CloseQuestion />
      {help && <ShortcutsDialog onDismiss={() => setHelp(false)} />}
    </>
  );
}
