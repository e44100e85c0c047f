import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { UnmatchedClient } from '#shared/domain/client.ts';
import { DeadlineCountdown } from '#renderer/run-view/deadline-countdown.tsx';
import { Copyable } from '#renderer/ui/copyable.tsx';
import { Ago } from '#renderer/ui/moment.tsx';
import { firstDeadline, waitingSince } from './unmatched-times.ts';

const SHOWN_RUNS = 1;

function Runs({ runs }: { runs: UnmatchedClient['runs'] }): ReactElement {
  return (
    <span className="ad-row">
      {runs.slice(0, SHOWN_RUNS).map((run) => (
        <a
          key={run.runId}
          className="ad-mono"
          href={`#/runs/${encodeURIComponent(run.runId)}`}
          title={run.runId}
        >
          {run.runId.slice(0, 8)}
        </a>
      ))}
      {runs.length > SHOWN_RUNS && <span className="ad-muted">+ {runs.length - SHOWN_RUNS}</span>}
    </span>
  );
}

/** Client ids that were polled and have no usable token: what waits for each, and how long it still can. */
export function UnmatchedSection(props: {
  unmatched: readonly UnmatchedClient[];
  onAdd: (client: UnmatchedClient) => void;
}): ReactElement {
  const columns: TableProps.ColumnDefinition<UnmatchedClient>[] = [
    {
      id: 'client',
      header: 'Client id',
      width: 316,
      isRowHeader: true,
      cell: (client) => <Copyable text={client.clientId} />,
    },
    {
      id: 'reason',
      header: 'Why',
      width: 132,
      cell: (client) =>
        client.reason === 'missing' ? (
          <StatusIndicator type="warning">No token</StatusIndicator>
        ) : (
          <StatusIndicator type="error">Token refused</StatusIndicator>
        ),
    },
    { id: 'runs', header: 'Waiting runs', width: 122, cell: (client) => <Runs runs={client.runs} /> },
    {
      id: 'region',
      header: 'Region',
      width: 106,
      cell: (client) => [...new Set(client.runs.map((run) => run.region))].join(', '),
    },
    { id: 'since', header: 'Since', width: 110, cell: (client) => <Ago at={waitingSince(client)} /> },
    {
      id: 'deadline',
      header: 'Deadline',
      width: 114,
      cell: (client) => <DeadlineCountdown deadlineAt={firstDeadline(client)} />,
    },
    {
      id: 'add',
      header: 'Act',
      minWidth: 140,
      cell: (client) => (
        <Button data-testid={`unmatched-add-${client.clientId}`} onClick={() => props.onAdd(client)}>
          Add token
        </Button>
      ),
    },
  ];
  return (
    <div data-testid="unmatched">
      <Table
        variant="container"
        contentDensity="compact"
        resizableColumns
        wrapLines={false}
        trackBy="clientId"
        ariaLabels={{ tableLabel: 'Unmatched clients' }}
        columnDefinitions={columns}
        items={props.unmatched}
        header={
          <Header
            counter={`(${props.unmatched.length})`}
            description="CodePipeline handed out jobs of these clients, and without their token nobody may even read them. Adding the token releases what waits."
          >
            Unmatched
          </Header>
        }
      />
    </div>
  );
}
