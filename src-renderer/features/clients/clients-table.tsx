import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useCollection } from '@cloudscape-design/collection-hooks';
import TextFilter from '@cloudscape-design/components/text-filter';
import Pagination from '@cloudscape-design/components/pagination';
import type { ReactElement } from 'react';
import type { ClientView } from '#shared/domain/client.ts';
import { Copyable } from '#renderer/ui/copyable.tsx';
import { Ago } from '#renderer/ui/moment.tsx';
import { EmptyState } from '#renderer/ui/page-state.tsx';

const PAGE_SIZE = 50;

/** The stored clients; their tokens are never shown, only whether they can be used. */
export function ClientsTable(props: {
  clients: readonly ClientView[];
  onAdd: () => void;
  onReplace: (client: ClientView) => void;
  onRemove: (client: ClientView) => void;
}): ReactElement {
  const columns: TableProps.ColumnDefinition<ClientView>[] = [
    {
      id: 'label',
      header: 'Label',
      width: 165,
      sortingField: 'label',
      isRowHeader: true,
      cell: (client) => (
        <strong data-testid={`client-row-${client.clientId}`} title={client.label}>
          {client.label}
        </strong>
      ),
    },
    {
      id: 'id',
      header: 'Client id',
      width: 200,
      cell: (client) => <Copyable text={client.clientId} shown={18} />,
    },
    {
      id: 'token',
      header: 'Token',
      width: 138,
      sortingField: 'tokenUsable',
      cell: (client) =>
        client.tokenUsable ? (
          <StatusIndicator type="success">Usable</StatusIndicator>
        ) : (
          <StatusIndicator type="warning">Add it again</StatusIndicator>
        ),
    },
    {
      id: 'used',
      header: 'Last used',
      width: 122,
      sortingField: 'lastUsedAt',
      cell: (client) =>
        client.lastUsedAt === null ? <span className="ad-muted">never</span> : <Ago at={client.lastUsedAt} />,
    },
    {
      id: 'refused',
      header: 'Refused',
      width: 90,
      cell: (client) =>
        client.invalidTokenCount === 0 ? (
          <span className="ad-muted">–</span>
        ) : (
          <span className="ad-tone-bad" title="How often CodePipeline refused the token">
            {client.invalidTokenCount} ×
          </span>
        ),
    },
    {
      id: 'created',
      header: 'Added',
      width: 90,
      cell: (client) => <Ago at={client.createdAt} />,
    },
    {
      id: 'acts',
      header: 'Acts',
      minWidth: 210,
      cell: (client) => (
        <div className="ad-row-acts">
          <Button
            variant="inline-link"
            ariaLabel={`Replace the token of ${client.label}`}
            onClick={() => props.onReplace(client)}
          >
            Replace token
          </Button>
          <Button
            variant="inline-link"
            data-testid={`client-remove-${client.clientId}`}
            ariaLabel={`Remove ${client.label}`}
            onClick={() => props.onRemove(client)}
          >
            Remove
          </Button>
        </div>
      ),
    },
  ];
  const { items, actions, collectionProps, filterProps, paginationProps } = useCollection(props.clients, {
    filtering: {
      fields: ['label', 'clientId'],
      noMatch: (
        <EmptyState
          title="No client matches"
          text="Nothing fits this filter."
          action={<Button onClick={() => actions.setFiltering('')}>Clear the filter</Button>}
        />
      ),
      empty: (
        <EmptyState
          title="No clients yet"
          text="A client is a customer’s connection to your third-party action: its client id and its token."
          action={<Button onClick={props.onAdd}>Add a client</Button>}
        />
      ),
    },
    pagination: { pageSize: PAGE_SIZE },
    sorting: {},
  });
  return (
    <div data-testid="clients-table">
      <Table
        {...collectionProps}
        variant="container"
        contentDensity="compact"
        resizableColumns
        wrapLines={false}
        trackBy="clientId"
        ariaLabels={{ tableLabel: 'Clients' }}
        columnDefinitions={columns}
        items={items}
        header={
          <Header
            counter={`(${props.clients.length})`}
            actions={
              <Button data-testid="client-add" variant="primary" onClick={props.onAdd}>
                Add client
              </Button>
            }
          >
            Clients
          </Header>
        }
        filter={<TextFilter {...filterProps} filteringPlaceholder="Label or client id" />}
        pagination={props.clients.length > PAGE_SIZE && <Pagination {...paginationProps} />}
      />
    </div>
  );
}
