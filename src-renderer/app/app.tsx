import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { Router } from 'wouter';
import { onEvent, refetchOnEvents } from '#renderer/bridge/events.ts';
import { ANSWER_DEFAULTS } from '#renderer/bridge/queries.ts';
import { request } from '#renderer/bridge/request.ts';
import { goTo, useHashPath } from '#renderer/ui/hash-location.ts';
import { NoticesProvider } from '#renderer/ui/notices.tsx';
import { ThemeProvider, type Theme } from '#renderer/ui/theme.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Shell } from './shell.tsx';

// The window's frame follows on its own; a refusal changes nothing for the page.
const tellMain = (theme: Theme): void => void request('app.setTheme', { theme }).catch(() => undefined);

/** The whole console: providers, the live connection to the main process, and the shell. */
export function App(): ReactElement {
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: ANSWER_DEFAULTS,
          mutations: { networkMode: 'always' },
        },
      }),
  );
  return (
    <ErrorBoundary>
      <I18nProvider locale="en" messages={[messages]}>
        <QueryClientProvider client={queries}>
          <LiveConnection queries={queries} />
          <ThemeProvider onTheme={tellMain}>
            <NoticesProvider>
              <Router hook={useHashPath}>
                <Shell />
              </Router>
            </NoticesProvider>
          </ThemeProvider>
        </QueryClientProvider>
      </I18nProvider>
    </ErrorBoundary>
  );
}

function LiveConnection({ queries }: { queries: QueryClient }): null {
  useEffect(() => refetchOnEvents(queries), [queries]);
  useEffect(() => onEvent('app:go', ({ path }) => goTo(path)), []);
  return null;
}
