import Button from '@cloudscape-design/components/button';
import Table from '@cloudscape-design/components/table';
import { useMemo, useState, type ReactElement, type ReactNode } from 'react';
import type { RunSummary } from '#shared/domain/run.ts';
import { usePreferences } from '#renderer/bridge/preferences.ts';
import { customerName } from '#renderer/run-view/run-names.ts';
import { EmptyState } from '#renderer/ui/page-state.tsx';
import { goTo } from '#renderer/ui/hash-location.ts';
import { rememberedWidths, rememberWidths, shownColumns } from './columns-choice.ts';
import { RUNS_COLUMNS } from './runs-columns.tsx';
import { isNarrowed, type RunsView } from './runs-view.ts';
import { TablePreferences } from './table-preferences.tsx';
import type { LiveRuns } from './use-live-runs.ts';

// Navigation, the page's margins, the column of boxes and the window's scrollbar.
const BESIDE_COLUMNS_PX = 148 + 40 + 53 + 15;

// The window's bar and the lanes stay above the table's own head.
const STICKY_ABOVE_PX = 44 + 48;

const ARIA_LABELS = {
  tableLabel: 'Runs',
  selectionGroupLabel: 'Selection of runs',
  allItemsSelectionLabel: () => 'Select all runs on this page',
  itemSelectionLabel: (_selection: unknown, run: RunSummary) => `Select the run of ${customerName(run)}`,
  resizerRoleDescription: 'Resize the column',
};

/** The table alone: order and filter come from the view, rows from the ledger, ticks from the selection. */
export function RunsTable(props: {
  view: RunsView;
  runs: LiveRuns;
  selected: RunSummary[];
  filter: ReactNode;
  pagination: ReactNode;
  onSelected: (ticked: ReadonlySet<string>) => void;
  onView: (change: Partial<RunsView>) => void;
}): ReactElement {
  const { view, runs } = props;
  const { preferences } = usePreferences();
  const [widths, setWidths] = useState(rememberedWidths);
  const { runsColumns } = preferences;
  const [room] = useState(() => innerWidth - BESIDE_COLUMNS_PX);
  const columns = useMemo(
    () => shownColumns(RUNS_COLUMNS, runsColumns, widths, room),
    [runsColumns, widths, room],
  );
  return (
    <Table
      variant="borderless"
      contentDensity="compact"
      stickyHeader
      stickyHeaderVerticalOffset={STICKY_ABOVE_PX}
      resizableColumns
      wrapLines={false}
      trackBy="runId"
      selectionType="multi"
      selectedItems={props.selected}
      onSelectionChange={({ detail }) =>
        props.onSelected(new Set(detail.selectedItems.map((run) => run.runId)))
      }
      ariaLabels={ARIA_LABELS}
      columnDefinitions={columns}
      onColumnWidthsChange={({ detail }) => {
        const drawn = Object.fromEntries(
          columns.map(({ id }, at) => [id, Math.round(detail.widths[at] ?? 0)]),
        );
        const next = { ...widths, ...Object.fromEntries(Object.entries(drawn).filter(([, px]) => px >= 60)) };
        setWidths(next);
        rememberWidths(next);
      }}
      items={runs.rows}
      loading={runs.loading}
      loadingText="Loading runs…"
      sortingColumn={columns.find((column) => column.sortingField === view.sortBy) ?? {}}
      sortingDescending={view.descending}
      onSortingChange={({ detail }) =>
        props.onView({
          sortBy: (detail.sortingColumn.sortingField ?? 'createdAt') as RunsView['sortBy'],
          descending: detail.isDescending ?? false,
          page: 1,
        })
      }
      filter={props.filter}
      pagination={props.pagination}
      preferences={<TablePreferences />}
      empty={
        isNarrowed(view) ? (
          <EmptyState
            title="No run matches"
            text="Nothing in the ledger fits this lane and filter."
            action={<Button onClick={() => goTo('/runs')}>Show all runs</Button>}
          />
        ) : (
          <EmptyState
            title="No runs yet"
            text="A run appears here as soon as the agent polls a job. The Agent page shows whether it polls."
            action={<Button onClick={() => goTo('/agent')}>Look at the agent</Button>}
          />
        )
      }
    />
  );
}
