import Button from '@cloudscape-design/components/button';
import LiveRegion from '@cloudscape-design/components/live-region';
import Pagination from '@cloudscape-design/components/pagination';
import Toggle from '@cloudscape-design/components/toggle';
import { useRef, useState, type ReactElement } from 'react';
import { ErrorState } from '#renderer/ui/page-state.tsx';
import { goTo, useHashParams } from '#renderer/ui/hash-location.ts';
import { LaneBar } from './lane-bar.tsx';
import { RunsFilter } from './runs-filter.tsx';
import { RunsTable } from './runs-table.tsx';
import { PAGE_SIZE, pathOfView, viewOfParams, type RunsView } from './runs-view.ts';
import { useLiveRuns } from './use-live-runs.ts';
import { useReading } from './use-reading.ts';
import './runs.css';

/** Home: every run of the environment, live, with lanes for those that wait for a person. */
export function RunsPage(): ReactElement {
  const view = viewOfParams(useHashParams());
  const area = useRef<HTMLDivElement>(null);
  const [paused, setPaused] = useState(false);
  const reading = useReading(area);
  const runs = useLiveRuns(view, reading || view.page > 1, paused);
  const change = (part: Partial<RunsView>): void => goTo(pathOfView({ ...view, ...part }), { replace: true });
  const pages = Math.max(1, Math.ceil(runs.total / PAGE_SIZE));
  const waiting =
    runs.newCount > 0 ? `${runs.newCount} new ${runs.newCount === 1 ? 'run' : 'runs'}` : 'New order';

  return (
    <div className="ad-runs">
      <header className="ad-runs-head">
        <h1 className="ad-offscreen">Runs</h1>
        <LaneBar
          active={view.lane}
          counts={runs.countsByState}
          onChoose={(lane) => change({ lane, states: [], page: 1 })}
        />
        <div className="ad-runs-live">
          <LiveRegion tagName="span">
            {(paused || runs.moved) && runs.newCount > 0 && (
              <span className="ad-offscreen">{`${runs.newCount} new runs`}</span>
            )}
          </LiveRegion>
          {runs.moved && (
            <Button data-testid="show-new" iconName="refresh" onClick={runs.showNewest}>
              {waiting}
            </Button>
          )}
          <Toggle
            data-testid="pause-updates"
            checked={paused}
            onChange={({ detail }) => setPaused(detail.checked)}
          >
            Pause updates
          </Toggle>
        </div>
      </header>
      {runs.error && (
        <ErrorState title="The runs could not be read" error={runs.error} onRetry={runs.refetch} />
      )}
      <div ref={area} data-testid="runs-table" className={runs.stale ? 'ad-stale' : ''}>
        <RunsTable
          view={view}
          runs={runs}
          onView={change}
          filter={<RunsFilter view={view} total={runs.total} onView={change} />}
          pagination={
            <Pagination
              currentPageIndex={view.page}
              pagesCount={pages}
              onChange={({ detail }) => change({ page: detail.currentPageIndex })}
            />
          }
        />
      </div>
    </div>
  );
}
