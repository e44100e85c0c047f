import type { ReactElement } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { AgentPage } from '#renderer/features/agent/agent-page.tsx';
import { ArtifactsPage } from '#renderer/features/artifacts/artifacts-page.tsx';
import { AuditPage } from '#renderer/features/audit/audit-page.tsx';
import { ClientsPage } from '#renderer/features/clients/clients-page.tsx';
import { PipelinePage } from '#renderer/features/pipelines/pipeline-page.tsx';
import { PipelinesPage } from '#renderer/features/pipelines/pipelines-page.tsx';
import { BundleDoor } from '#renderer/features/run-detail/bundle-door.tsx';
import { BundlePage } from '#renderer/features/run-detail/bundle-page.tsx';
import { RunBeside } from '#renderer/features/run-detail/run-beside.tsx';
import { RunDetailPage } from '#renderer/features/run-detail/run-detail-page.tsx';
import { RunsPage } from '#renderer/features/runs/runs-page.tsx';
import { BulkMenu } from '#renderer/run-acts/bulk/bulk-menu.tsx';
import { SettingsPage } from '#renderer/features/settings/settings-page.tsx';
import { NoSuchLink } from './no-such-link.tsx';
import { SHORTCUTS } from './shortcuts.ts';
import { WelcomePage } from './welcome/welcome-page.tsx';

/** Which hash leads to which page; everything else leads home. */
export function Routes(): ReactElement {
  return (
    <>
      <BundleDoor />
      <Switch>
        <Route path="/runs">
          <RunBeside>
            <RunsPage acts={(selection) => <BulkMenu selection={selection} />} />
          </RunBeside>
        </Route>
        <Route path="/runs/:id">{({ id }) => <RunDetailPage key={id} id={decodeURIComponent(id)} />}</Route>
        <Route path="/bundle">
          <BundlePage />
        </Route>
        <Route path="/clients">
          <ClientsPage />
        </Route>
        <Route path="/agent">
          <AgentPage />
        </Route>
        <Route path="/artifacts">
          <ArtifactsPage />
        </Route>
        <Route path="/pipelines">
          <PipelinesPage />
        </Route>
        <Route path="/pipelines/:region/:name/:execution?">
          {({ region, name, execution }) => (
            <PipelinePage
              key={`${region}/${name}`}
              region={decodeURIComponent(region)}
              name={decodeURIComponent(name)}
              executionId={execution === undefined ? null : decodeURIComponent(execution)}
            />
          )}
        </Route>
        <Route path="/audit">
          <AuditPage />
        </Route>
        <Route path="/settings">
          <SettingsPage shortcuts={SHORTCUTS} />
        </Route>
        <Route path="/welcome">
          <WelcomePage />
        </Route>
        <Route path="/no-such-link">
          <NoSuchLink />
        </Route>
        <Route>
          <Redirect to="/runs" replace />
        </Route>
      </Switch>
    </>
  );
}
