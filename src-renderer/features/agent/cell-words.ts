import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { CellAction, CellView } from '#shared/domain/agent-cell.ts';
import { covers, type Hold } from '#shared/domain/hold.ts';
import { actionTypeKey } from '#shared/domain/action-type.ts';
import { assertNever } from '#shared/domain/exhaustive.ts';

/**
 * What a person has to tell apart at a glance. Busy and idle cells are both well; one that is cut off looks as quiet as an
 * idle one from outside, and is the opposite.
 */
export const CONDITIONS = [
  'cut-off',
  'no-credentials',
  'throttled',
  'full',
  'held',
  'busy',
  'idle',
  'draining',
  'paused',
  'starting',
  'stopped',
] as const;
export type Condition = (typeof CONDITIONS)[number];

interface ConditionWords {
  label: string;
  indicator: StatusIndicatorProps.Type;
  meaning: string;
}

export const CONDITION_WORDS: Record<Condition, ConditionWords> = {
  'cut-off': {
    label: 'Cut off',
    indicator: 'error',
    meaning: 'Polls do not come through; they are tried again at longer intervals.',
  },
  'no-credentials': {
    label: 'No credentials',
    indicator: 'error',
    meaning: 'There are no usable AWS credentials; they are looked for again now and then.',
  },
  throttled: {
    label: 'Throttled',
    indicator: 'warning',
    meaning: 'CodePipeline asked to slow down; polls go on at a longer interval.',
  },
  full: {
    label: 'Full',
    indicator: 'warning',
    meaning: 'Every slot is taken: no poll before a job has been taken up.',
  },
  held: {
    label: 'Held',
    indicator: 'stopped',
    meaning: 'A person holds it: new jobs are polled and shown, and none is claimed; runs in hand go on.',
  },
  busy: { label: 'Busy', indicator: 'in-progress', meaning: 'CodePipeline answers, and runs are in hand.' },
  idle: { label: 'Idle', indicator: 'success', meaning: 'CodePipeline answers; no run is in hand.' },
  draining: {
    label: 'Draining',
    indicator: 'pending',
    meaning: 'No new claims; what is in hand is being answered.',
  },
  paused: {
    label: 'Paused',
    indicator: 'stopped',
    meaning: 'No polls; results are sent, and runs wait for their next job.',
  },
  starting: { label: 'Starting', indicator: 'pending', meaning: 'The first poll has not been answered yet.' },
  stopped: { label: 'Stopped', indicator: 'stopped', meaning: 'The agent is not running.' },
};

/** A cell with the hold that covers it: holds are kept apart from the agent, which polls on. */
export type ShownCell = CellView & { readonly hold?: Hold | undefined };

/** Each cell with the newest hold that covers it. */
export function withHolds(cells: readonly CellView[], holds: readonly Hold[]): readonly ShownCell[] {
  if (holds.length === 0) return cells;
  return cells.map((cell) => ({
    ...cell,
    hold: holds.find((hold) => covers(hold, cell.region, actionTypeKey(cell.actionTypeId))),
  }));
}

type Facts = Pick<ShownCell, 'mode' | 'pace' | 'inHand' | 'liveRuns' | 'hold'>;

export function conditionOf(cell: Facts): Condition {
  switch (cell.mode) {
    case 'polling':
      if (cell.hold) return 'held';
      if (cell.pace === 'waiting-for-slot') return 'full';
      return cell.liveRuns > 0 || cell.inHand > 0 ? 'busy' : 'idle';
    case 'failing':
      return 'cut-off';
    case 'starting':
    case 'paused':
    case 'draining':
    case 'throttled':
    case 'no-credentials':
    case 'stopped':
      return cell.mode;
    default:
      return assertNever(cell.mode);
  }
}

const CUT_OFF: ReadonlySet<Condition> = new Set(['cut-off', 'no-credentials']);

/** The page in one line: what a person who has just opened it has to know first. */
export function headline(cells: readonly Facts[]): string {
  const conditions = cells.map(conditionOf);
  const all = cells.length;
  const count = (is: (condition: Condition) => boolean): number => conditions.filter(is).length;
  const cutOff = count((one) => CUT_OFF.has(one));
  const held = count((one) => one === 'paused' || one === 'draining' || one === 'held');
  const onHold = count((one) => one === 'held');
  const runs = cells.reduce((total, cell) => total + cell.liveRuns, 0);
  const inHand = runs === 0 ? 'no run is in hand' : `${runs} ${runs === 1 ? 'run is' : 'runs are'} in hand`;
  if (all === 0) return 'The agent polls nothing.';
  if (cutOff === all) return `Cut off: no poll comes through; ${inHand}.`;
  if (cutOff > 0) return `Partly cut off: no poll of ${cutOff} of ${all} cells comes through; ${inHand}.`;
  if (held === all) return `Held: nothing new is claimed; ${inHand}.`;
  if (onHold > 0) return `Partly held: nothing new is claimed in ${onHold} of ${all} cells; ${inHand}.`;
  if (runs > 0) return `Busy: ${inHand}.`;
  return conditions.every((one) => one === 'starting')
    ? 'Starting: the first polls are under way.'
    : 'Idle: CodePipeline answers, and there is nothing to do.';
}

/** How many cells are in each condition, in the order of `CONDITIONS`, without those that nobody is in. */
export function countConditions(cells: readonly ShownCell[]): { condition: Condition; keys: string[] }[] {
  return CONDITIONS.map((condition) => ({
    condition,
    keys: cells.filter((cell) => conditionOf(cell) === condition).map((cell) => cell.key),
  })).filter(({ keys }) => keys.length > 0);
}

/** Null where the switch would change something on these cells, else why it would not. */
export function whyNotControl(
  action: CellAction,
  cells: readonly Pick<CellView, 'mode' | 'switch'>[],
): string | null {
  if (cells.length === 0) return 'There is no cell.';
  const ending = cells.every(
    (cell) => cell.mode === 'stopped' || (cell.mode === 'draining' && cell.switch === 'on'),
  );
  if (ending) return 'The agent is ending.';
  const some = (to: CellView['switch']): boolean => cells.some((cell) => cell.switch !== to);
  switch (action) {
    case 'pause':
      return some('paused') ? null : 'Everything chosen is paused already.';
    case 'drain':
      return some('draining') ? null : 'Everything chosen is draining already.';
    case 'resume':
      return some('on') ? null : 'Nothing chosen is paused or draining.';
    case 'poll-now':
      return null;
    default:
      return assertNever(action);
  }
}
