import type { ReactElement, ReactNode } from 'react';
import { actionTypeKey } from '#shared/domain/action-type.ts';
import type { RunDetail } from '#shared/domain/run.ts';
import { Copyable } from '#renderer/ui/copyable.tsx';
import { humanDuration } from '#renderer/ui/duration.ts';
import { ExternalLink } from '#renderer/ui/external-link.tsx';
import { Moment } from '#renderer/ui/moment.tsx';
import { useNow } from '#renderer/ui/clock.ts';

function id(value: string | null, shown = 36): ReactNode {
  return value === null ? <span className="ad-muted">–</span> : <Copyable text={value} shown={shown} />;
}

function Elapsed({ from, to }: { from: number; to: number | null }): ReactElement {
  const now = useNow();
  return <span className="ad-number">{humanDuration((to ?? now) - from)}</span>;
}

/** Ids, links and times of a run: what AWS support, the customer or the backend's owner will ask for. */
export function RunFacts({ detail }: { detail: RunDetail }): ReactElement {
  const { run } = detail;
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
    ...(detail.pipelineArn ? [{ label: 'Pipeline ARN', value: id(detail.pipelineArn) }] : []),
    { label: 'Started', value: <Moment at={run.createdAt} /> },
    {
      label: run.finishedAt === null ? 'Running for' : 'Took',
      value: <Elapsed from={run.createdAt} to={run.finishedAt} />,
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
