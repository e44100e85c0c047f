import type { ReactElement } from 'react';
import './progress-track.css';

export type TrackTone = 'live' | 'good' | 'bad' | 'idle';

/** A thin bar with its number; null is an unknown progress and shows an empty track. `tone` is the colour's meaning. */
export function ProgressTrack({
  percent,
  tone,
  label,
}: {
  percent: number | null;
  tone: TrackTone;
  label: string;
}): ReactElement {
  const value = percent === null ? 0 : Math.min(100, Math.max(0, percent));
  return (
    <span className="ad-track-row">
      <span
        className={`ad-track ad-track-${tone}`}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent === null ? undefined : value}
      >
        <span className="ad-track-fill" style={{ width: `${value}%` }} />
      </span>
      <span className="ad-track-number">{percent === null ? '–' : `${value}%`}</span>
    </span>
  );
}
