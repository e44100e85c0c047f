import { RUN_LANES, type RunLane } from '#shared/domain/run-lanes.ts';

/** How a lane is said. `urgent` ones call for a person or tell of a fault: their count has a colour when it is not zero. */
interface LaneWords {
  label: string;
  /** What exactly is counted. */
  meaning: string;
  /** What it says of itself while it holds nothing. */
  empty: string;
  urgent: 'warn' | 'bad' | null;
}

export const LANE_WORDS: Readonly<Record<RunLane, LaneWords>> = {
  all: { label: 'All', meaning: 'Every run in the ledger', empty: 'No runs yet', urgent: null },
  'needs-token': {
    label: 'Needs token',
    meaning: 'There is no client token that CodePipeline accepts, or the client is disabled',
    empty: 'No run needs a token',
    urgent: 'warn',
  },
  'at-risk': {
    label: 'At risk',
    meaning:
      'The deadline of the open job passes within 10 minutes, or within the last quarter of its time-out where that is shorter',
    empty: 'No deadline is near',
    urgent: 'bad',
  },
  stuck: {
    label: 'Stuck',
    meaning:
      'Stands still without a person being asked: not claimed for 2 min, no next job for 2 min, backend unreachable for 1 min, or no word for 5 min',
    empty: 'No run is stuck',
    urgent: 'bad',
  },
  'failing-to-report': {
    label: 'Failing to report',
    meaning: 'A result was tried at least once and CodePipeline has not taken it',
    empty: 'Every result was taken',
    urgent: 'bad',
  },
  'waiting-for-you': {
    label: 'Waiting for you',
    meaning: 'Nobody has claimed the job, or an engineer holds it and owes the next report',
    empty: 'No run waits for you',
    urgent: 'warn',
  },
  'in-progress': {
    label: 'In progress',
    meaning: 'The agent works on it; at risk, stuck and failing to report are among these',
    empty: 'No run is in progress',
    urgent: null,
  },
  failed: {
    label: 'Failed',
    meaning: 'Ended as failed, or expired at CodePipeline',
    empty: 'No run has failed',
    urgent: null,
  },
  finished: {
    label: 'Finished',
    meaning: 'Over, in whatever way',
    empty: 'No run has ended yet',
    urgent: null,
  },
};

/** The lane of that name, or `all`. Earlier names of lanes lead to what holds them now. */
export function laneNamed(name: string | null): RunLane {
  if (name === 'waiting-for-engineer' || name === 'with-engineer') return 'waiting-for-you';
  return RUN_LANES.find((lane) => lane === name) ?? 'all';
}
