import type { ReactElement, ReactNode } from 'react';
import { actionTypeKey } from '#shared/domain/action-type.ts';
import type { RunDetail } from '#shared/domain/run.ts';
import { Copyable } from '#renderer/ui/copyable.tsx';
import { humanDuration } from '#renderer/ui/duration.ts';
import { ExternalLink } from '#renderer/ui/external-link.tsx';
import { Moment } from '#renderer/ui/moment.tsx';
import { pipelineAddress } from '#renderer/run-view/pipeline-path.ts';
import { useNow } from '#renderer/ui/clock.ts';
import { pipelineConsoleUrl } from './console-link.ts';

function id(value: string | null): ReactNode {
  return value === null ? <span className="ad-muted">–</span> : <Copyable text={value} />;
}

function Elapsed({ from, to }: { from: number; to: number | null }): ReactElement {
  const now = useNow();
  return <span className="ad-number">{humanDuration((to ?? now) - from)}</span>;
}

/**
 * Ids, links and times of a run: what AWS support, the customer or the backend's owner will ask for. With `live` false the
 * clock stands where the run was exported.
 */
export function RunFacts({ detail, live }: { detail: RunDetail; live: boolean }): ReactElement {
  const { run } = detail;
  const consoleUrl = pipelineConsoleUrl(detail);
  const where = run.protocol === 'third-party' ? 'AWS console (customer’s account)' : 'AWS console';
  const items = [
    {
      label: 'External execution',
      value:
        run.executionUrl && run.externalExecutionId ? (
          <ExternalLink url={run.executionUrl} text={run.externalExecutionId} />
        ) : (
          id(run.externalExecutionId)
        ),
    },
    { label: 'Current job', value: id(run.currentJobId) },
    { label: 'Run', value: id(run.runId) },
    { label: 'Continuation token', value: id(detail.continuationToken) },
    run.protocol === 'third-party'
      ? { label: 'Client', value: id(run.clientId) }
      : { label: 'Account', value: id(run.accountId) },
    { label: 'Action type', value: actionTypeKey(run.actionTypeId) },
    ...(detail.pipelineExecutionId
      ? [{ label: 'Pipeline execution', value: id(detail.pipelineExecutionId) }]
      : []),
    ...(live && run.protocol === 'custom' && run.pipelineName
      ? [
          {
            label: 'In its pipeline',
            value: (
              <a
                href={`#${pipelineAddress(run.region, run.pipelineName, detail.pipelineExecutionId)}`}
                data-testid="to-pipeline"
              >
                Why it is where it is
              </a>
            ),
          },
        ]
      : []),
    ...(detail.actionExecutionId ? [{ label: 'Action execution', value: id(detail.actionExecutionId) }] : []),
    ...(consoleUrl
      ? [{ label: 'Pipeline', value: <ExternalLink url={consoleUrl} text={where} showHost={false} /> }]
      : []),
    ...(detail.pipelineArn ? [{ label: 'Pipeline ARN', value: id(detail.pipelineArn) }] : []),
    { label: 'Started', value: <Moment at={run.createdAt} /> },
    {
      label: run.finishedAt === null ? 'Running for' : 'Took',
      value: <Elapsed from={run.createdAt} to={run.finishedAt ?? (live ? null : run.updatedAt)} />,
    },
  ];
  return (
    <dl className="ad-pairs">
      {items.map(({ label, value }) => (
        <div key={label} className="ad-pair">
          <dt className="ad-ellipsis">{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
