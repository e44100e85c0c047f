import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useCollection } from '@cloudscape-design/collection-hooks';
import type { ReactElement, ReactNode } from 'react';
import { actionTypeKey } from '#shared/domain/action-type.ts';
import type { CellView } from '#shared/domain/agent-cell.ts';
import { Ago } from '#renderer/ui/moment.tsx';
import { EmptyState } from '#renderer/ui/page-state.tsx';
import { cellWords } from './cell-words.ts';

function number(value: number): ReactNode {
  return <span className={value === 0 ? 'ad-number ad-muted' : 'ad-number'}>{value.toLocaleString()}</span>;
}

const COLUMNS: TableProps.ColumnDefinition<CellView>[] = [
  {
    id: 'region',
    header: 'Region',
    width: 108,
    sortingField: 'region',
    isRowHeader: true,
    cell: (cell) => <strong data-testid={`cell-${cell.key}`}>{cell.region}</strong>,
  },
  {
    id: 'type',
    header: 'Action type',
    width: 186,
    sortingComparator: (a, b) => actionTypeKey(a.actionTypeId).localeCompare(actionTypeKey(b.actionTypeId)),
    cell: ({ actionTypeId, processorKind }) => (
      <div className="ad-two-lines" title={actionTypeKey(actionTypeId)}>
        <div className="ad-ellipsis">
          {actionTypeId.provider} {actionTypeId.version}
        </div>
        <div className="ad-second ad-ellipsis">
          {actionTypeId.category}, {actionTypeId.owner},{' '}
          {processorKind === 'manual' ? 'by hand' : processorKind}
        </div>
      </div>
    ),
  },
  {
    id: 'mode',
    header: 'State',
    width: 264,
    sortingField: 'mode',
    cell: (cell) => {
      const { label, indicator, sentence } = cellWords(cell);
      return (
        <div className="ad-two-lines" data-mode={cell.mode}>
          <span title={sentence}>
            <StatusIndicator type={indicator} wrapText={false}>
              {label}
            </StatusIndicator>
          </span>
          <div className="ad-second ad-ellipsis" title={cell.lastError ?? sentence}>
            {cell.lastError ?? sentence}
          </div>
        </div>
      );
    },
  },
  {
    id: 'last',
    header: 'Last poll',
    width: 114,
    sortingField: 'lastPollAt',
    cell: (cell) => (
      <div className="ad-two-lines">
        <Ago at={cell.lastPollAt} />
        <div className="ad-second ad-number" title="How long CodePipeline took to answer">
          {cell.lastPollMs === null ? 'no answer yet' : `${Math.round(cell.lastPollMs)} ms`}
        </div>
      </div>
    ),
  },
  {
    id: 'next',
    header: 'Next poll',
    width: 96,
    cell: (cell) => <Ago at={cell.nextPollAt} />,
  },
  {
    id: 'polls',
    header: 'Polls',
    width: 72,
    cell: (cell) => number(cell.pollCount),
  },
  { id: 'seen', header: 'Jobs', width: 62, cell: (cell) => number(cell.jobsSeen) },
  {
    id: 'hand',
    header: 'In hand',
    minWidth: 92,
    cell: (cell) => number(cell.inHand),
  },
];

/** A row for each region and action type; selection decides what pause and resume apply to. */
export function AgentGrid(props: {
  cells: readonly CellView[];
  selected: readonly CellView[];
  onSelect: (keys: readonly string[]) => void;
}): ReactElement {
  const { items, collectionProps } = useCollection(props.cells, { sorting: {} });
  return (
    <div data-testid="agent-grid">
      <Table
        {...collectionProps}
        variant="container"
        contentDensity="compact"
        resizableColumns
        wrapLines={false}
        trackBy="key"
        selectionType="multi"
        selectedItems={[...props.selected]}
        onSelectionChange={({ detail }) => props.onSelect(detail.selectedItems.map((cell) => cell.key))}
        ariaLabels={{
          tableLabel: 'Agent',
          selectionGroupLabel: 'Cells',
          allItemsSelectionLabel: () => 'Select all',
          itemSelectionLabel: (_state, cell) => `Select ${cell.region} ${cell.actionTypeId.provider}`,
        }}
        columnDefinitions={COLUMNS}
        items={items}
        empty={
          <EmptyState
            title="The agent polls nothing"
            text="An environment names regions and action types; each pair becomes a row here. See Settings."
          />
        }
      />
    </div>
  );
}
