import type { ReactElement } from 'react';
import type { RunDetail } from '#shared/domain/run.ts';
import { useNow } from '#renderer/ui/clock.ts';
import { localTime, utcTime } from '#renderer/ui/moment.tsx';
import { jobMarks, progressScale, type ProgressScale } from './progress-scale.ts';
import { exactDuration } from './timeline-words.ts';

const WIDTH = 1000;
const HEIGHT = 100;

function lineOf({ points, from, to }: ProgressScale, now: number): string {
  const x = (at: number): string => (((at - from) / (to - from)) * WIDTH).toFixed(1);
  const y = (percent: number): string => (HEIGHT - percent).toFixed(1);
  const [first, ...rest] = points;
  if (!first) return '';
  // Nothing newer is known: the last report holds until now, and is no claim on the time after it.
  return `M${x(from)} ${HEIGHT}H${x(first.at)}V${y(first.percent)}${rest
    .map((point) => `H${x(point.at)}V${y(point.percent)}`)
    .join('')}H${x(Math.min(to, Math.max(now, first.at)))}`;
}

/** Reported progress over time as steps, with where each job began and the deadline of the open one. */
export function ProgressChart({ detail, live }: { detail: RunDetail; live: boolean }): ReactElement | null {
  const ticking = useNow();
  const now = live ? ticking : detail.run.updatedAt;
  const scale = progressScale(detail, now);
  if (!scale) return null;
  const { from, to, points, deadlineAt, deadlineBeyond } = scale;
  const share = (at: number): string => `${((at - from) / (to - from)) * 100}%`;
  const { marks, every } = jobMarks(scale.jobs);
  const line = lineOf(scale, now);
  const last = points.at(-1);
  const said = last ? `${last.percent}% at ${localTime(last.at, now)}` : 'No progress was reported';
  return (
    <figure className="ad-chart" data-testid="progress-chart">
      <div className="ad-chart-plot">
        <div className="ad-chart-axis ad-muted" aria-hidden="true">
          <span>100%</span>
          <span>50</span>
          <span>0</span>
        </div>
        <div className="ad-chart-area-box">
          <svg
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={`Progress over ${exactDuration(to - from)}: ${said}, ${points.length} reports, ${scale.jobs.length} jobs`}
          >
            <path
              d={`M0 ${HEIGHT / 2}H${WIDTH}`}
              className="ad-chart-half"
              vectorEffect="non-scaling-stroke"
            />
            {line && <path d={`${line}V${HEIGHT}Z`} className="ad-chart-area" />}
            {line && <path d={line} className="ad-chart-line" vectorEffect="non-scaling-stroke" />}
          </svg>
          {marks.map((job) => (
            <span
              key={job.sequence}
              className="ad-chart-job"
              style={{ left: share(job.at) }}
              title={`Job ${job.sequence} from ${localTime(job.at, now)} (${utcTime(job.at)})`}
            />
          ))}
          {deadlineAt !== null && (
            <span
              className="ad-chart-deadline"
              style={{ left: share(deadlineAt) }}
              title={`Deadline ${localTime(deadlineAt, now)} (${utcTime(deadlineAt)})`}
            >
              <span>deadline</span>
            </span>
          )}
        </div>
      </div>
      <figcaption className="ad-muted">
        <span title={utcTime(from)}>{localTime(from, now)}</span>
        <span>
          {points.length} {points.length === 1 ? 'report' : 'reports'}, a mark{' '}
          {every === 1 ? 'a job' : `every ${every} jobs`}
          {deadlineBeyond !== null && `, deadline beyond (${localTime(deadlineBeyond, now)})`}
        </span>
        <span title={utcTime(to)}>{localTime(to, now)}</span>
      </figcaption>
    </figure>
  );
}
