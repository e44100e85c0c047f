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

const WHY = {
  missing: { label: 'No token', indicator: 'warning' },
  refused: { label: 'Token refused', indicator: 'error' },
  disabled: { label: 'Disabled', indicator: 'stopped' },
} as const;

function Runs({ client: { runs, runCount } }: { client: UnmatchedClient }): ReactElement {
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
      {runCount > SHOWN_RUNS && <span className="ad-muted">+ {runCount - SHOWN_RUNS}</span>}
    </span>
  );
}

const DESCRIPTION =
  'CodePipeline handed out jobs of these clients that nobody may claim: the token is missing or refused, or the client is disabled. Adding or enabling it releases what waits.';

/** The first, and how many more. */
function regionWords([first = '–', ...more]: readonly string[]): string {
  return more.length === 0 ? first : `${first} + ${more.length}`;
}

/** Client ids that were polled and have no usable token: what waits for each, and how long it still can. */
export function UnmatchedSection(props: {
  unmatched: readonly UnmatchedClient[];
  /** All that wait; `unmatched` are the most urgent of them. */
  total: number;
  /** Why nothing may be changed here, or null. */
  readOnly: string | null;
  onEnable: (client: UnmatchedClient) => void;
  onAdd: (client: UnmatchedClient) => void;
}): ReactElement {
  const locked = { disabled: props.readOnly !== null, disabledReason: props.readOnly ?? '' };
  const columns: TableProps.ColumnDefinition<UnmatchedClient>[] = [
    {
      id: 'client',
      header: 'Client',
      width: 312,
      isRowHeader: true,
      cell: (client) => (
        <div className="ad-two-lines">
          {client.label !== null && (
            <div className="ad-ellipsis" title={client.label}>
              {client.label}
            </div>
          )}
          <Copyable text={client.clientId} {...(client.label === null ? {} : { shown: 18 })} />
        </div>
      ),
    },
    {
      id: 'reason',
      header: 'Why',
      width: 124,
      cell: (client) => (
        <StatusIndicator type={WHY[client.reason].indicator}>{WHY[client.reason].label}</StatusIndicator>
      ),
    },
    { id: 'runs', header: 'Waiting runs', width: 122, cell: (client) => <Runs client={client} /> },
    {
      id: 'region',
      header: 'Region',
      width: 132,
      cell: (client) => {
        const regions = [...new Set(client.runs.map((run) => run.region))];
        return <span title={regions.join(', ')}>{regionWords(regions)}</span>;
      },
    },
    { id: 'since', header: 'Since', width: 100, cell: (client) => <Ago at={waitingSince(client)} /> },
    {
      id: 'deadline',
      header: 'Deadline',
      width: 106,
      cell: (client) => <DeadlineCountdown deadlineAt={firstDeadline(client)} polledAt={null} />,
    },
    {
      id: 'add',
      header: 'Act',
      minWidth: 140,
      cell: (client) =>
        client.reason === 'disabled' ? (
          <Button
            {...locked}
            data-testid={`unmatched-enable-${client.clientId}`}
            ariaLabel={`Enable ${client.label ?? client.clientId}`}
            onClick={() => props.onEnable(client)}
          >
            Enable
          </Button>
        ) : (
          <Button
            {...locked}
            data-testid={`unmatched-add-${client.clientId}`}
            ariaLabel={`Add the token of ${client.label ?? client.clientId}`}
            onClick={() => props.onAdd(client)}
          >
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
            counter={`(${props.total.toLocaleString()})`}
            description={`${DESCRIPTION}${props.total > props.unmatched.length ? ` The ${props.unmatched.length} most urgent are shown.` : ''}`}
          >
            Unmatched
          </Header>
        }
      />
    </div>
  );
}
