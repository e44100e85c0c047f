import type { ReactElement } from 'react';
import { localTime } from '#renderer/ui/moment.tsx';
import type { ProgressPoint } from './progress-history.ts';

const WIDTH = 320;
const HEIGHT = 56;

/** Reported progress as steps over time; needs two points to say anything. */
export function ProgressChart({ points }: { points: readonly ProgressPoint[] }): ReactElement | null {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || last.at === first.at) return null;
  const x = (at: number): number => ((at - first.at) / (last.at - first.at)) * WIDTH;
  const y = (percent: number): number => HEIGHT - (percent / 100) * HEIGHT;
  const steps = points.slice(1).map((point) => `H${x(point.at).toFixed(1)}V${y(point.percent).toFixed(1)}`);
  const line = `M0 ${y(first.percent).toFixed(1)}${steps.join('')}`;
  return (
    <figure className="ad-chart">
      <svg
        viewBox={`0 -3 ${WIDTH} ${HEIGHT + 6}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Progress from ${first.percent}% to ${last.percent}%`}
      >
        <path d={`${line}V${HEIGHT}H0Z`} className="ad-chart-area" />
        <path d={line} className="ad-chart-line" vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption className="ad-muted">
        <span>{localTime(first.at, last.at)}</span>
        <span>
          {points.length} reports, {last.percent}%
        </span>
        <span>{localTime(last.at, last.at)}</span>
      </figcaption>
    </figure>
  );
}
