import type { RunDetail } from '#shared/domain/run.ts';
import { isFinal } from '#shared/domain/run-state.ts';
import { progressHistory, type ProgressPoint } from './progress-history.ts';

/** What the chart shows over time; times are epoch ms. */
export interface ProgressScale {
  readonly from: number;
  readonly to: number;
  readonly points: readonly ProgressPoint[];
  /** When each job was first seen. */
  readonly jobs: readonly { sequence: number; at: number }[];
  /** The deadline of the open job, where it lies within the chart. */
  readonly deadlineAt: number | null;
  /** The same, where it is too far away to be drawn to scale. */
  readonly deadlineBeyond: number | null;
}

/** A deadline further away than this many times what has passed would press the past into a corner. */
const FURTHEST_DEADLINE = 2;
const ROOM_AFTER_DEADLINE = 1.04;

/** The chart's content at a moment; null where there is nothing to draw: no time has passed, or neither report nor second job. */
export function progressScale(detail: RunDetail, now: number): ProgressScale | null {
  const { run } = detail;
  const over = isFinal(run.state);
  const points = progressHistory(detail.timeline, run.state === 'succeeded' ? run.finishedAt : null);
  const jobs = detail.jobs.map(({ sequence, polledAt }) => ({ sequence, at: polledAt }));
  const from = Math.min(run.createdAt, ...points.map(({ at }) => at), ...jobs.map(({ at }) => at));
  const end = over ? (run.finishedAt ?? run.updatedAt) : now;
  const last = Math.max(end, ...points.map(({ at }) => at), ...jobs.map(({ at }) => at));
  if (last <= from || (points.length === 0 && jobs.length < 2)) return null;
  const deadline = over ? null : run.deadlineAt;
  const near = deadline !== null && deadline - from <= (last - from) * (1 + FURTHEST_DEADLINE);
  const to = near ? Math.max(last, from + (deadline - from) * ROOM_AFTER_DEADLINE) : last;
  return {
    from,
    to,
    points,
    jobs,
    deadlineAt: near ? deadline : null,
    deadlineBeyond: near ? null : deadline,
  };
}

/** As many job marks as can be told apart: all, or every tenth, hundredth… with the first. */
export function jobMarks(
  jobs: ProgressScale['jobs'],
  most = 24,
): { marks: ProgressScale['jobs']; every: number } {
  let every = 1;
  while (jobs.length / every > most) every *= every === 1 ? 5 : 2;
  return { marks: jobs.filter((_, at) => at % every === 0), every };
}
