import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useCollection } from '@cloudscape-design/collection-hooks';
import { useMemo, type ReactElement, type ReactNode } from 'react';
import { actionTypeKey } from '#shared/domain/action-type.ts';
import type { AgentBudget } from '#shared/domain/agent-budget.ts';
import type { CellHistory } from '#shared/domain/agent-history.ts';
import { useNow } from '#renderer/ui/clock.ts';
import { Ago } from '#renderer/ui/moment.tsx';
import { pollsPerMinute } from './cell-past.ts';
import { CellSpark } from './cell-spark.tsx';
import { conditionOf, CONDITION_WORDS, type ShownCell } from './cell-words.ts';
import { ConditionIndicator } from './condition-indicator.tsx';
import { whyAtThisPace } from './why-slow.ts';

function number(value: number): ReactNode {
  return <span className={value === 0 ? 'ad-number ad-muted' : 'ad-number'}>{value.toLocaleString()}</span>;
}

type Pasts = ReadonlyMap<string, CellHistory>;

/** Its own clock: only the sentence of each row is drawn anew each second. */
function Why(props: {
  cell: ShownCell;
  past: CellHistory | undefined;
  budget: AgentBudget | undefined;
}): ReactElement {
  const now = useNow();
  const { cell } = props;
  return (
    <div className="ad-agent-why" data-mode={cell.mode}>
      <ConditionIndicator condition={conditionOf(cell)} />
      <div className="ad-second">{whyAtThisPace({ ...props, now })}</div>
      {cell.lastError !== null && (
        <div className="ad-second ad-agent-error ad-wrap" title={cell.lastError}>
          {cell.lastError}
        </div>
      )}
    </div>
  );
}

function columnsFor(pasts: Pasts, budget: AgentBudget | undefined): TableProps.ColumnDefinition<ShownCell>[] {
  return [
    {
      id: 'region',
      header: 'Region',
      width: 106,
      sortingField: 'region',
      isRowHeader: true,
      cell: (cell) => <strong data-testid={`cell-${cell.key}`}>{cell.region}</strong>,
    },
    {
      id: 'type',
      header: 'Action type',
      width: 184,
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
      header: 'State, and why',
      // What is left of a wide window: reasons are sentences.
      width: 'max(306px, calc(100vw - 964px))',
      sortingComparator: (a, b) =>
        CONDITION_WORDS[conditionOf(a)].label.localeCompare(CONDITION_WORDS[conditionOf(b)].label),
      cell: (cell) => <Why cell={cell} past={pasts.get(cell.key)} budget={budget} />,
    },
    {
      id: 'last',
      header: 'Last poll',
      width: 114,
      sortingField: 'lastPollAt',
      cell: (cell) => (
        <div className="ad-two-lines">
          <Ago at={cell.lastPollAt} />{' '}
          {cell.lastPollMs !== null && (
            <span
              className="ad-second ad-number"
              title="How long the last poll took, with its wait for a turn"
            >
              {Math.round(cell.lastPollMs)} ms
            </span>
          )}
          <div className="ad-second">
            next <Ago at={cell.nextPollAt} />
          </div>
        </div>
      ),
    },
    {
      id: 'past',
      header: '10 minutes',
      width: 116,
      cell: (cell) => <CellSpark past={pasts.get(cell.key)} steps={1} width={90} height={26} />,
    },
    {
      id: 'rate',
      header: 'Polls/min',
      width: 106,
      cell: (cell) => number(pollsPerMinute(pasts.get(cell.key))),
    },
    { id: 'hand', header: 'In hand', minWidth: 84, cell: (cell) => number(cell.liveRuns) },
  ];
}

/** A row for each region and action type; selection decides what the switches apply to. */
export function AgentGrid(props: {
  cells: readonly ShownCell[];
  pasts: Pasts;
  budget: AgentBudget | undefined;
  selected: readonly ShownCell[];
  onSelect: (keys: readonly string[]) => void;
}): ReactElement {
  const { pasts, budget } = props;
  const { items, collectionProps } = useCollection(props.cells, { sorting: {} });
  const columns = useMemo(() => columnsFor(pasts, budget), [pasts, budget]);
  return (
    <div data-testid="agent-grid">
      <Table
        {...collectionProps}
        variant="borderless"
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
        columnDefinitions={columns}
        items={items}
      />
    </div>
  );
}
