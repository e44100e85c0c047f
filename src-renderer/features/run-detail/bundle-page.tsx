import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { ReactElement } from 'react';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { Moment } from '#renderer/ui/moment.tsx';
import { useNotify } from '#renderer/ui/notices.tsx';
import { EmptyState } from '#renderer/ui/page-state.tsx';
import { Findable } from './findable.tsx';
import { openBundle, useOpenedBundle } from './opened-bundle.ts';
import { ReplayButton } from './replay-button.tsx';
import { AuditList } from './run-audit.tsx';
import { RunBody } from './run-body.tsx';
import { RunHead } from './run-head.tsx';
import { RunTools } from './run-tools.tsx';
import './run-detail.css';

function OpenButton({ label }: { label: string }): ReactElement {
  const notify = useNotify();
  return (
    <Button
      data-testid="open-bundle"
      onClick={() => {
        openBundle().catch((thrown: unknown) =>
          notify({ tone: 'error', title: 'Not opened', text: sentenceOf(thrown), testId: 'bundle-refused' }),
        );
      }}
    >
      {label}
    </Button>
  );
}

/** A run that was exported, as it stood then: the same page, read only and without the network. */
export function BundlePage(): ReactElement {
  const opened = useOpenedBundle();
  if (!opened)
    return (
      <EmptyState
        title="No exported run is open"
        text="Drop a file that ends in .action-desk-run.json on this window, or choose one."
        action={<OpenButton label="Open exported run…" />}
      />
    );
  const { name, bundle } = opened;
  const { detail } = bundle;
  return (
    <Findable key={`${name} ${bundle.madeAt} ${detail.run.runId}`}>
      {(find) => (
        <div data-testid="bundle" data-state={detail.run.state}>
          <RunHead
            run={detail.run}
            live={false}
            bar={
              <>
                <nav aria-label="Breadcrumb">
                  <a className="ad-back ad-focusable" href="#/runs">
                    ← Runs
                  </a>
                </nav>
                <span className="ad-run-tools">
                  <RunTools detail={detail} raw={bundle} canExport={false} onFind={find} />
                </span>
              </>
            }
          />
          <div className="ad-run-pending" data-testid="bundle-banner">
            <Alert
              type="info"
              header="An exported run: read only"
              action={
                <span className="ad-row">
                  <ReplayButton bundle={bundle} />
                  <OpenButton label="Open another…" />
                </span>
              }
            >
              <span className="ad-wrap">
                {name}, exported from the environment {bundle.environment} by {bundle.madeBy},{' '}
              </span>
              <Moment at={bundle.madeAt} /> with Action Desk {bundle.appVersion}. It shows the run as it stood
              then; nothing here is asked of AWS.
              {bundle.timelineCut && ' The run had more steps than an export holds: the oldest are missing.'}
            </Alert>
          </div>
          <RunBody
            detail={detail}
            notes={bundle.notes}
            keeping={null}
            audit={<AuditList entries={bundle.audit} total={bundle.audit.length} />}
          />
        </div>
      )}
    </Findable>
  );
}
