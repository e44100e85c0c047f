import type { RunPage } from '#shared/domain/run.ts';
import { isFinal, RUN_STATES, type RunState } from '#shared/domain/run-state.ts';

export type LaneName =
  'all' | 'needs-token' | 'waiting-for-engineer' | 'with-engineer' | 'in-progress' | 'failed' | 'finished';

/** A named set of states above the table. `urgent` lanes stand still until a person does something. */
interface Lane {
  name: LaneName;
  label: string;
  states: readonly RunState[];
  urgent: boolean;
}

/** In the order of the screen. `failed` is part of `finished` too: it is what people look for there. */
export const LANES: readonly Lane[] = [
  { name: 'all', label: 'All', states: RUN_STATES, urgent: false },
  { name: 'needs-token', label: 'Needs token', states: ['needs-token'], urgent: true },
  {
    name: 'waiting-for-engineer',
    label: 'Waiting for engineer',
    states: ['waiting-for-engineer'],
    urgent: true,
  },
  { name: 'with-engineer', label: 'With engineer', states: ['with-engineer'], urgent: true },
  {
    name: 'in-progress',
    label: 'In progress',
    states: ['polled', 'claiming', 'working', 'reporting', 'between-jobs'],
    urgent: false,
  },
  { name: 'failed', label: 'Failed', states: ['failed', 'expired'], urgent: false },
  { name: 'finished', label: 'Finished', states: RUN_STATES.filter(isFinal), urgent: false },
];

/** The lane of that name, or `all`. */
export function laneNamed(name: string | null): Lane {
  return LANES.find((lane) => lane.name === name) ?? (LANES[0] as Lane);
}

/** How many runs of the whole ledger are in the lane. */
export function laneCount(lane: Lane, counts: RunPage['countsByState']): number {
  return lane.states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
}
