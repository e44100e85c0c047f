import type { RunSummary } from './run.ts';
import { isFinal, RUN_STATES, type RunState } from './run-state.ts';

/**
 * The lanes above the runs table, in the order of the screen. They may overlap: a run that fails to report is in progress
 * and may be at risk too.
 */
export const RUN_LANES = [
  'all',
  'needs-token',
  'at-risk',
  'stuck',
  'failing-to-report',
  'waiting-for-you',
  'in-progress',
  'failed',
  'finished',
] as const;
export type RunLane = (typeof RUN_LANES)[number];

/** The states that make up a lane; null for lanes that time or the outbox decides. */
export const LANE_STATES: Record<RunLane, readonly RunState[] | null> = {
  all: RUN_STATES,
  'needs-token': ['needs-token'],
  'at-risk': null,
  stuck: null,
  'failing-to-report': null,
  'waiting-for-you': ['waiting-for-engineer', 'with-engineer'],
  'in-progress': ['polled', 'claiming', 'working', 'reporting', 'between-jobs'],
  failed: ['failed', 'expired'],
  finished: RUN_STATES.filter(isFinal),
};

/** A deadline is near in the last ten minutes, or the last quarter of the job's time-out where that is shorter. */
export const RISK_WITHIN_MS = 10 * 60_000;
export const RISK_FRACTION = 1 / 4;

/**
 * How long (ms) a run may stand still in a state that ought to move by itself. CodePipeline hands out the next job of a
 * chain about every 30 s, and an unclaimed one again as often: four of those. A backend is asked at least every 30 s.
 */
export const STUCK_AFTER_MS = {
  unclaimed: 120_000,
  'between-jobs': 120_000,
  'backend-unreachable': 60_000,
  quiet: 300_000,
} as const;

/** The moment (epoch ms) from which on the deadline counts as near; null where no job is open or the run is over. */
export function riskFrom(run: Pick<RunSummary, 'state' | 'deadlineAt' | 'jobPolledAt'>): number | null {
  if (isFinal(run.state) || run.deadlineAt === null) return null;
  const timeout = run.jobPolledAt === null ? Infinity : run.deadlineAt - run.jobPolledAt;
  return run.deadlineAt - Math.min(RISK_WITHIN_MS, Math.max(0, timeout) * RISK_FRACTION);
}

type StuckFacts = Pick<
  RunSummary,
  'state' | 'heldBy' | 'updatedAt' | 'createdAt' | 'jobPolledAt' | 'backendUnreachableSince'
>;

/** The moment (epoch ms) from which on the run counts as stuck; null for runs that wait for a person or are over. */
export function stuckFrom(run: StuckFacts): number | null {
  switch (run.state) {
    case 'polled':
    case 'claiming':
      return (run.jobPolledAt ?? run.createdAt) + STUCK_AFTER_MS.unclaimed;
    case 'between-jobs':
      return run.updatedAt + STUCK_AFTER_MS['between-jobs'];
    case 'working':
      return run.backendUnreachableSince === null
        ? run.updatedAt + STUCK_AFTER_MS.quiet
        : run.backendUnreachableSince + STUCK_AFTER_MS['backend-unreachable'];
    default:
      return null;
  }
}
