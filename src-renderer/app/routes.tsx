import type { ReactElement } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { AgentPage } from '#renderer/features/agent/agent-page.tsx';
import { ClientsPage } from '#renderer/features/clients/clients-page.tsx';
import { RunDetailPage } from '#renderer/features/run-detail/run-detail-page.tsx';
import { RunsPage } from '#renderer/features/runs/runs-page.tsx';
import { SettingsPage } from '#renderer/features/settings/settings-page.tsx';

/** Which hash leads to which page; everything else leads home. */
export function Routes(): ReactElement {
  return (
    <Switch>
      <Route path="/runs">
        <RunsPage />
      </Route>
      <Route path="/runs/:id">{({ id }) => <RunDetailPage key={id} id={decodeURIComponent(id)} />}</Route>
      <Route path="/clients">
        <ClientsPage />
      </Route>
      <Route path="/agent">
        <AgentPage />
      </Route>
      <Route path="/settings">
        <SettingsPage />
      </Route>
      <Route>
        <Redirect to="/runs" replace />
      </Route>
    </Switch>
  );
}
