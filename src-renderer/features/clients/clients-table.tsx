import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Select from '@cloudscape-design/components/select';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useState, type ReactElement } from 'react';
import { CLIENT_FILTERS, type ClientQuery, type ClientView } from '#shared/domain/client.ts';
import type { ResponseOf } from '#shared/ipc/contract.ts';
import { Copyable } from '#renderer/ui/copyable.tsx';
import { Ago } from '#renderer/ui/moment.tsx';
import { EmptyState } from '#renderer/ui/page-state.tsx';
import { clientStateWords, FILTER_WORDS } from './client-state.ts';

const LONGEST_TEXT = 200;

export type ClientAct = 'rotate' | 'rename' | 'disable' | 'remove';
export type AddWay = 'add' | 'import' | 'page';

const COLUMNS: readonly TableProps.ColumnDefinition<ClientView>[] = [
  {
    id: 'label',
    header: 'Label',
    width: 188,
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
    // All of a UUID.
    width: 326,
    cell: (client) => <Copyable text={client.clientId} />,
  },
  {
    id: 'state',
    header: 'State',
    width: 112,
    cell: (client) => {
      const { label, indicator, sentence } = clientStateWords(client);
      return (
        <span title={sentence}>
          <StatusIndicator type={indicator}>{label}</StatusIndicator>
        </span>
      );
    },
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
    width: 110,
    sortingField: 'invalidTokenCount',
    cell: (client) =>
      client.invalidTokenCount === 0 ? (
        <span className="ad-muted">–</span>
      ) : (
        <span className="ad-tone-bad" title="How often CodePipeline refused the token since it was stored">
          {client.invalidTokenCount} ×
        </span>
      ),
  },
  {
    id: 'created',
    header: 'Added',
    width: 106,
    sortingField: 'createdAt',
    cell: (client) => <Ago at={client.createdAt} />,
  },
];

const actItems = (client: ClientView) => [
  { id: 'rotate', text: 'Rotate token…' },
  { id: 'rename', text: 'Rename…' },
  { id: 'disable', text: client.disabledAt === null ? 'Disable…' : 'Enable…' },
  { id: 'remove', text: 'Remove…' },
];

/** One page of the stored clients; their tokens are never shown, only whether they can be used. */
export function ClientsTable(props: {
  query: ClientQuery;
  answer: ResponseOf<'clients.list'> | undefined;
  /** Why nothing may be changed here, or null. */
  readOnly: string | null;
  onQuery: (change: Partial<ClientQuery>) => void;
  onAct: (act: ClientAct, client: ClientView) => void;
  onAddWay: (way: AddWay) => void;
}): ReactElement {
  const { query, answer, readOnly, onQuery } = props;
  const locked = { disabled: readOnly !== null, disabledReason: readOnly ?? '' };
  const [typed, setTyped] = useState(query.text ?? '');
  const clear = (): void => {
    setTyped('');
    onQuery({ text: undefined, filter: 'all', page: 1 });
  };
  const acts: TableProps.ColumnDefinition<ClientView> = {
    id: 'acts',
    header: 'Acts',
    minWidth: 84,
    cell: (client) => (
      <span data-testid={`client-acts-${client.clientId}`}>
        <ButtonDropdown
          variant="inline-icon"
          ariaLabel={`Acts on ${client.label}`}
          expandToViewport
          items={actItems(client).map((item) => ({ ...item, ...locked }))}
          onItemClick={({ detail }) => props.onAct(detail.id as ClientAct, client)}
        />
      </span>
    ),
  };
  const options = CLIENT_FILTERS.map((filter) => ({
    value: filter,
    label: FILTER_WORDS[filter],
    labelTag: (answer?.counts[filter] ?? 0).toLocaleString(),
  }));
  const columns = [...COLUMNS, acts];
  const narrowed = query.filter !== 'all' || Boolean(query.text);
  return (
    <div data-testid="clients-table">
      <Table
        variant="container"
        contentDensity="compact"
        resizableColumns
        wrapLines={false}
        trackBy="clientId"
        ariaLabels={{ tableLabel: 'Clients' }}
        columnDefinitions={columns}
        items={answer?.rows ?? []}
        loading={answer === undefined}
        loadingText="Loading clients…"
        sortingColumn={columns.find((column) => column.sortingField === query.sortBy) ?? {}}
        sortingDescending={query.descending}
        onSortingChange={({ detail }) =>
          onQuery({
            sortBy: (detail.sortingColumn.sortingField ?? 'label') as ClientQuery['sortBy'],
            descending: detail.isDescending ?? false,
            page: 1,
          })
        }
        header={
          <Header
            counter={`(${(answer?.counts.all ?? 0).toLocaleString()})`}
            actions={
              <span className="ad-row" data-testid="clients-add-ways">
                <Button data-testid="client-import" {...locked} onClick={() => props.onAddWay('import')}>
                  Import…
                </Button>
                <Button data-testid="client-page" {...locked} onClick={() => props.onAddWay('page')}>
                  From configuration page…
                </Button>
                <Button
                  data-testid="client-add"
                  variant="primary"
                  {...locked}
                  onClick={() => props.onAddWay('add')}
                >
                  Add client
                </Button>
              </span>
            }
          >
            Clients
          </Header>
        }
        filter={
          <div className="ad-clients-filter">
            <TextFilter
              data-testid="clients-filter"
              filteringText={typed}
              filteringPlaceholder="Label or client id"
              filteringAriaLabel="Filter clients"
              countText={query.text && answer ? `${answer.total.toLocaleString()} found` : ''}
              onChange={({ detail }) => setTyped(detail.filteringText.slice(0, LONGEST_TEXT))}
              onDelayedChange={({ detail }) =>
                onQuery({ text: detail.filteringText.slice(0, LONGEST_TEXT) || undefined, page: 1 })
              }
            />
            <Select
              ariaLabel="Which clients"
              data-testid="clients-which"
              options={options}
              selectedOption={options.find(({ value }) => value === query.filter) ?? null}
              onChange={({ detail }) =>
                onQuery({
                  filter: CLIENT_FILTERS.find((filter) => filter === detail.selectedOption.value) ?? 'all',
                  page: 1,
                })
              }
            />
          </div>
        }
        pagination={
          <Pagination
            ariaLabels={{ nextPageLabel: 'Next page', previousPageLabel: 'Previous page' }}
            currentPageIndex={query.page}
            pagesCount={Math.max(1, Math.ceil((answer?.total ?? 0) / query.pageSize))}
            onChange={({ detail }) => onQuery({ page: detail.currentPageIndex })}
          />
        }
        empty={
          narrowed ? (
            <EmptyState
              title="No client matches"
              text="Nothing fits this filter."
              action={<Button onClick={clear}>Clear the filter</Button>}
            />
          ) : (
            <EmptyState
              title="No clients yet"
              text="A client is a customer’s connection to your third-party action: its client id and its token. Add one, import a file, or paste what your configuration page received."
              action={
                <Button {...locked} onClick={() => props.onAddWay('add')}>
                  Add a client
                </Button>
              }
            />
          )
        }
      />
    </div>
  );
}
