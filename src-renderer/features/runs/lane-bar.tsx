import { memo, type ReactElement } from 'react';
import type { RunPage } from '#shared/domain/run.ts';
import { RUN_LANES, type RunLane } from '#shared/domain/run-lanes.ts';
import { LANE_WORDS } from './lanes.ts';

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** All lanes fit a small window, however much the ledger holds: the exact number is the hover text's. */
const shown = (count: number): string => (count < 100_000 ? count.toLocaleString('en') : short.format(count));

const counted = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'run' : 'runs'}`;

/** The lanes with their counts over the whole ledger; pressing one filters the table. Null counts are not known yet. */
export const LaneBar = memo(Bar);

function Bar(props: {
  active: RunLane;
  counts: RunPage['countsByLane'] | null;
  onChoose: (lane: RunLane) => void;
}): ReactElement {
  return (
    <div className="ad-lanes" role="group" aria-label="Lanes">
      {RUN_LANES.map((lane) => {
        const { label, meaning, urgent } = LANE_WORDS[lane];
        const count = props.counts?.[lane];
        return (
          <button
            key={lane}
            type="button"
            data-testid={`lane-${lane}`}
            className={`ad-lane ad-focusable${urgent && count ? ` ad-lane-${urgent}` : ''}`}
            aria-pressed={lane === props.active}
            title={count === undefined ? meaning : `${meaning}\n${counted(count)}`}
            onClick={() => props.onChoose(lane)}
          >
            <span className="ad-lane-count">{count === undefined ? '–' : shown(count)}</span>{' '}
            <span className="ad-lane-label">{label}</span>
          </button>
        );
      })}
    </div>
  );
}
