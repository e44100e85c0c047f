import Button from '@cloudscape-design/components/button';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useMemo, useState, type ReactElement, type ReactNode } from 'react';
import type { RunSummary } from '#shared/domain/run.ts';
import { usePreferences } from '#renderer/bridge/preferences.ts';
import { customerName } from '#renderer/run-view/run-names.ts';
import { EmptyState } from '#renderer/ui/page-state.tsx';
import { goTo } from '#renderer/ui/hash-location.ts';
import { LiveTable } from '#renderer/ui/table/live-table.tsx';
import { BOXES_PX } from '#renderer/ui/table/table-column.ts';
import { LANE_WORDS } from './lanes.ts';
import { rememberedWidths, rememberWidths, shownColumns } from './columns-choice.ts';
import { RUNS_COLUMNS } from './runs-columns.tsx';
import { isNarrowed, type RunsView } from './runs-view.ts';
import type { LiveRuns } from './use-live-runs.ts';

// Navigation, the page's margins, the column of boxes and the window's scrollbar.
const BESIDE_COLUMNS_PX = 148 + 40 + BOXES_PX + 15;

const idOf = (run: RunSummary): string => run.runId;
const boxLabelOf = (run: RunSummary): string => `Select the run of ${customerName(run)}`;

/** The table alone: order and filter come from the view, rows from the ledger, ticks from the selection. */
export function RunsTable(props: {
  view: RunsView;
  runs: LiveRuns;
  selected: readonly RunSummary[];
  tools: ReactNode;
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
  const { sortBy, descending } = view;
  const sort = useMemo(() => ({ field: sortBy, descending }), [sortBy, descending]);
  const ticked = useMemo(() => new Set(props.selected.map(idOf)), [props.selected]);
  return (
    <LiveTable
      name="Runs"
      columns={columns}
      rows={runs.rows}
      idOf={idOf}
      boxLabelOf={boxLabelOf}
      allBoxesLabel="Select all runs on this page"
      ticked={ticked}
      sort={sort}
      tools={props.tools}
      busy={runs.loading || runs.stale}
      instead={instead(runs, view)}
      onSort={({ field, descending: down }) =>
        props.onView({ sortBy: field as RunsView['sortBy'], descending: down, page: 1 })
      }
      onTicked={props.onSelected}
      onWidths={(drawn) => {
        const next = { ...widths, ...drawn };
        setWidths(next);
        rememberWidths(next);
      }}
    />
  );
}

function instead(runs: LiveRuns, view: RunsView): ReactElement | null {
  if (runs.loading) {
    return (
      <div className="ad-runs-loading">
        <StatusIndicator type="loading">Loading runs…</StatusIndicator>
      </div>
    );
  }
  // The page says above the table what went wrong.
  if (runs.error) return null;
  if (view.lane !== 'all' && view.filter.tokens.length === 0) {
    const { empty, meaning } = LANE_WORDS[view.lane];
    return (
      <EmptyState
        title={empty}
        text={`This lane counts: ${meaning}.`}
        action={<Button onClick={() => goTo('/runs')}>Show all runs</Button>}
      />
    );
  }
  return isNarrowed(view) ? (
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
  );
}
