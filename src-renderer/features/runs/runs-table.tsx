import Button from '@cloudscape-design/components/button';
import Table from '@cloudscape-design/components/table';
import type { ReactElement, ReactNode } from 'react';
import { EmptyState } from '#renderer/ui/page-state.tsx';
import { goTo } from '#renderer/ui/hash-location.ts';
import { RUNS_COLUMNS } from './runs-columns.tsx';
import { pathOfView, type RunsView } from './runs-view.ts';
import type { LiveRuns } from './use-live-runs.ts';

// The window's bar and the lanes stay above the table's own head.
const STICKY_ABOVE_PX = 44 + 48;

const ARIA_LABELS = { tableLabel: 'Runs' };

/** The table alone: order and filter come from the view, rows from the ledger. */
export function RunsTable(props: {
  view: RunsView;
  runs: LiveRuns;
  filter: ReactNode;
  pagination: ReactNode;
  onView: (change: Partial<RunsView>) => void;
}): ReactElement {
  const { view, runs } = props;
  const narrowed = pathOfView({ ...view, page: 1, sortBy: 'createdAt', descending: true }) !== '/runs';
  return (
    <Table
      variant="borderless"
      contentDensity="compact"
      stickyHeader
      stickyHeaderVerticalOffset={STICKY_ABOVE_PX}
      resizableColumns
      wrapLines={false}
      trackBy="runId"
      ariaLabels={ARIA_LABELS}
      columnDefinitions={RUNS_COLUMNS}
      items={runs.rows}
      loading={runs.loading}
      loadingText="Loading runs…"
      sortingColumn={RUNS_COLUMNS.find((column) => column.sortingField === view.sortBy) ?? {}}
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
      empty={
        narrowed ? (
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
