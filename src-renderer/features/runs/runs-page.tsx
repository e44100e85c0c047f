import Button from '@cloudscape-design/components/button';
import LiveRegion from '@cloudscape-design/components/live-region';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactElement, type ReactNode } from 'react';
import type { RunSelection } from '#shared/domain/run.ts';
import { usePreferences } from '#renderer/bridge/preferences.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { rememberTrail } from '#renderer/run-view/run-trail.ts';
import { ErrorState } from '#renderer/ui/page-state.tsx';
import { goTo, useHashParams } from '#renderer/ui/hash-location.ts';
import { useLate } from '#renderer/ui/late.ts';
import { CellsContext, cellsByWhat } from './cells-of-runs.ts';
import { LaneBar } from './lane-bar.tsx';
import { Pages } from './pages.tsx';
import { RunsFilter } from './runs-filter.tsx';
import { RunsTable } from './runs-table.tsx';
import {
  matchOfView,
  parametersOf,
  pathOfView,
  queryOfView,
  viewOfParams,
  type RunsView,
} from './runs-view.ts';
import { SelectionBar } from './selection-bar.tsx';
import { TablePreferences } from './table-preferences.tsx';
import { useLiveRuns } from './use-live-runs.ts';
import { useReading } from './use-reading.ts';
import { useSelection } from './use-selection.ts';
import { ViewsMenu } from './views-menu.tsx';
import './runs.css';

/** An answer within a tenth of a second comes without a flicker. */
const LATE_MS = 100;

/**
 * Home: every run of the environment, live, with lanes for those that wait for a person. `acts` puts buttons for the
 * selection beside copy and export.
 */
export function RunsPage({ acts }: { acts?: (selection: RunSelection) => ReactNode }): ReactElement {
  const params = useHashParams();
  const view = useMemo(() => viewOfParams(params), [params]);
  const { runsPageSize } = usePreferences().preferences;
  const area = useRef<HTMLDivElement>(null);
  const [paused, setPaused] = useState(false);
  const reading = useReading(area);
  const match = matchOfView(view);
  const selection = useSelection(match);
  const held = reading || view.page > 1 || !selection.isEmpty;
  const runs = useLiveRuns(view, runsPageSize, held, paused);
  useEffect(() =>
    rememberTrail({
      query: queryOfView(view, runsPageSize),
      runIds: runs.rows.map((run) => run.runId),
      total: runs.total,
    }),
  );
  const late = useLate(runs.stale, LATE_MS);
  const chosen = selection.among(runs.rows);
  const cells = useAnswer('agent.cells', null);
  const byWhat = useMemo(() => (cells.data ? cellsByWhat(cells.data) : undefined), [cells.data]);
  const present = useRef(view);
  present.current = view;
  // Told once and for all: the filter and the other controls are drawn anew with every function that is new to them.
  const change = useCallback((part: Partial<RunsView>): void => {
    const path = pathOfView({ ...present.current, ...part });
    if (path !== pathOfView(present.current)) goTo(path);
  }, []);
  const onFilter = useCallback((filter: RunsView['filter']) => change({ filter, page: 1 }), [change]);
  const onLane = useCallback((lane: RunsView['lane']) => change({ lane, page: 1 }), [change]);
  const onPage = useCallback((page: number) => change({ page }), [change]);
  const pages = Math.max(1, Math.ceil(runs.total / runsPageSize));
  const found = view.filter.tokens.length > 0 ? `${runs.total.toLocaleString()} found` : '';
  const count = selection.count(runs.total);

  return (
    <CellsContext value={byWhat}>
      <div className="ad-runs">
        <header className="ad-runs-head">
          <h1 className="ad-offscreen">Runs</h1>
          <LaneBar active={view.lane} counts={runs.countsByLane} onChoose={onLane} />
          <div className="ad-runs-live">
            <LiveRegion tagName="span">
              {(paused || runs.moved) && runs.newCount > 0 && (
                <span className="ad-offscreen">{`${runs.newCount} new runs`}</span>
              )}
            </LiveRegion>
            {runs.moved && (
              <Button data-testid="show-new" iconName="refresh" onClick={runs.showNewest}>
                <Waiting count={runs.newCount} />
              </Button>
            )}
            <button
              type="button"
              className="ad-pause ad-focusable"
              data-testid="pause-updates"
              aria-pressed={paused}
              title={paused ? 'The table stands still: press to go on' : 'Keep the table as it is'}
              onClick={() => setPaused(!paused)}
            >
              {paused ? 'Paused' : 'Pause'}
              <span className="ad-offscreen"> updates</span>
            </button>
          </div>
        </header>
        {runs.error && (
          <ErrorState title="The runs could not be read" error={runs.error} onRetry={runs.refetch} />
        )}
        <div ref={area} data-testid="runs-table" className={`ad-runs-table${late ? ' ad-stale' : ''}`}>
          <RunsTable
            view={view}
            runs={runs}
            selected={chosen}
            onSelected={(ticked) => selection.tick(runs.rows, ticked)}
            onView={change}
            tools={
              <>
                <div className="ad-filters">
                  <RunsFilter filter={view.filter} found={found} onFilter={onFilter} />
                  <ViewsMenu parameters={parametersOf(view)} />
                </div>
                <div className="ad-runs-pages">
                  <Pages page={view.page} pages={pages} onPage={onPage} />
                  <TablePreferences />
                </div>
              </>
            }
          />
        </div>
        <SelectionBar
          selection={selection.selection}
          count={count}
          elsewhere={count - chosen.length}
          total={runs.total}
          onAllThatMatch={selection.all}
          onClear={selection.clear}
          acts={acts}
        />
      </div>
    </CellsContext>
  );
}

/** What waits to be shown, in two words beside the lanes. */
function Waiting({ count }: { count: number }): ReactElement {
  if (count === 0) return <>New order</>;
  return (
    <>
      {`${count} new`}
      <span className="ad-offscreen">{count === 1 ? ' run' : ' runs'}</span>
    </>
  );
}
