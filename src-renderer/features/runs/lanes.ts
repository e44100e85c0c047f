import { RUN_LANES, type RunLane } from '#shared/domain/run-lanes.ts';

/** How a lane is said. `urgent` ones call for a person or tell of a fault: their count has a colour when it is not zero. */
interface LaneWords {
  label: string;
  /** What exactly is counted. */
  meaning: string;
  urgent: 'warn' | 'bad' | null;
}

export const LANE_WORDS: Readonly<Record<RunLane, LaneWords>> = {
  all: { label: 'All', meaning: 'Every run in the ledger', urgent: null },
  'needs-token': {
    label: 'Needs token',
    meaning: 'There is no client token that CodePipeline accepts, or the client is disabled',
    urgent: 'warn',
  },
  'at-risk': {
    label: 'At risk',
    meaning:
      'The deadline of the open job passes within 10 minutes, or within the last quarter of its time-out where that is shorter',
    urgent: 'bad',
  },
  stuck: {
    label: 'Stuck',
    meaning:
      'Stands still without a person being asked: not claimed for 2 min, no next job for 2 min, backend unreachable for 1 min, or no word for 5 min',
    urgent: 'bad',
  },
  'failing-to-report': {
    label: 'Failing to report',
    meaning: 'A result was tried at least once and CodePipeline has not taken it',
    urgent: 'bad',
  },
  'waiting-for-you': {
    label: 'Waiting for you',
    meaning: 'Nobody has claimed the job, or an engineer holds it and owes the next report',
    urgent: 'warn',
  },
  'in-progress': {
    label: 'In progress',
    meaning: 'The agent works on it; at risk, stuck and failing to report are among these',
    urgent: null,
  },
  failed: { label: 'Failed', meaning: 'Ended as failed, or expired at CodePipeline', urgent: null },
  finished: { label: 'Finished', meaning: 'Over, in whatever way', urgent: null },
};

/** The lane of that name, or `all`. Earlier names of lanes lead to what holds them now. */
export function laneNamed(name: string | null): RunLane {
  if (name === 'waiting-for-engineer' || name === 'with-engineer') return 'waiting-for-you';
  return RUN_LANES.find((lane) => lane === name) ?? 'all';
}
