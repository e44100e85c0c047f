import type { ReactElement } from 'react';
import type { RunPage } from '#shared/domain/run.ts';
import { laneCount, LANES, type LaneName } from './lanes.ts';

/** The lanes with their counts over the whole ledger; pressing one filters the table. */
export function LaneBar(props: {
  active: LaneName;
  counts: RunPage['countsByState'];
  onChoose: (lane: LaneName) => void;
}): ReactElement {
  return (
    <div className="ad-lanes" role="group" aria-label="Lanes">
      {LANES.map((lane) => {
        const count = laneCount(lane, props.counts);
        const calls = lane.urgent && count > 0;
        return (
          <button
            key={lane.name}
            type="button"
            data-testid={`lane-${lane.name}`}
            className={`ad-lane ad-focusable${calls ? ' ad-lane-urgent' : ''}`}
            aria-pressed={lane.name === props.active}
            onClick={() => props.onChoose(lane.name)}
          >
            <span className="ad-lane-count">{count.toLocaleString()}</span>
            <span className="ad-lane-label">{lane.label}</span>
          </button>
        );
      })}
    </div>
  );
}
