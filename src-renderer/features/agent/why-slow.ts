import { actionTypeKey } from '#shared/domain/action-type.ts';
import type { AgentBudget } from '#shared/domain/agent-budget.ts';
import type { CellView } from '#shared/domain/agent-cell.ts';
import type { CellHistory } from '#shared/domain/agent-history.ts';
import { holdInWords } from '#shared/domain/hold.ts';
import { humanDuration } from '#renderer/ui/duration.ts';
import { localTime } from '#renderer/ui/moment.tsx';
import { recentMedianMs } from './cell-past.ts';
import { CONDITION_WORDS, conditionOf, type ShownCell } from './cell-words.ts';

/** An answer usually takes well below half a second. */
const SLOW_ANSWER_MS = 1_000;

const NEARLY_USED = 0.75;

interface Facts {
  cell: ShownCell;
  budget: AgentBudget | undefined;
  past: CellHistory | undefined;
  now: number;
}

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** One sentence from facts: why the cell polls as it does, or does not. */
export function whyAtThisPace(facts: Facts): string {
  const { cell, budget, past, now } = facts;
  const at = (moment: number): string => localTime(moment, now);
  const until = cell.nextPollAt !== null && cell.nextPollAt > now ? ` until ${at(cell.nextPollAt)}` : '';
  const since = cell.failingSince === null ? '' : ` since ${at(cell.failingSince)}`;
  switch (conditionOf(cell)) {
    case 'paused':
      return `Paused${by(cell, at)}: nothing is polled; ${inHand(cell)}.`;
    case 'draining':
      return draining(cell, at);
    case 'no-credentials':
      return `No usable AWS credentials${since}: they are looked for again${until.replace(' until', ' at')}.`;
    case 'throttled':
      return `${throttled(facts) ?? `CodePipeline throttles this cell${since}`}: backing off after ${plural(cell.failuresInARow, 'failed poll')} in a row${until}.`;
    case 'cut-off':
      return `Cut off${since}: backing off after ${plural(cell.failuresInARow, 'failed poll')} in a row${until}.`;
    case 'held':
      return held(cell, at);
    case 'full':
      return slotsTaken(budget);
    case 'starting':
    case 'stopped':
      return CONDITION_WORDS[conditionOf(cell)].meaning;
    case 'busy':
    case 'idle':
      break;
  }
  const slowed = throttled(facts);
  if (slowed && isAtItsBound(facts)) return `${slowed}: calls take turns, results first.`;
  const region = budget?.regions.find((one) => one.region === cell.region);
  if (region && region.waiting.poll > 0)
    return `Polls wait for their turn in ${cell.region}: ${region.underWay} of ${region.atOnceAllowed} calls are under way, ${region.waiting.poll} more wait.`;
  const median = recentMedianMs(past);
  if (median !== null && median > SLOW_ANSWER_MS)
    return `CodePipeline answers slowly: half of the last minute's polls took more than ${(median / 1000).toFixed(1)} s.`;
  return pace(cell, budget);
}

function by(cell: CellView, at: (moment: number) => string): string {
  if (!cell.switched) return '';
  const { by: who, at: when } = cell.switched;
  return who === null ? ` since ${at(when)}` : ` by ${who} since ${at(when)}`;
}

function inHand({ liveRuns }: CellView): string {
  if (liveRuns === 0) return 'no run is in hand';
  return liveRuns === 1 ? 'one run waits for its next job' : `${liveRuns} runs wait for their next jobs`;
}

function draining(cell: CellView, at: (moment: number) => string): string {
  if (cell.switch !== 'draining') return 'The agent is ending: what is in hand is being answered.';
  const who = by(cell, at);
  return cell.liveRuns === 0
    ? `Drained${who}: no run is in hand, and new jobs are left unclaimed.`
    : `Draining${who}: ${plural(cell.liveRuns, 'run')} in hand ${cell.liveRuns === 1 ? 'goes' : 'go'} on, and new jobs are left unclaimed.`;
}

function held({ hold, liveRuns }: ShownCell, at: (moment: number) => string): string {
  if (!hold) return CONDITION_WORDS.held.meaning;
  const reason = hold.reason ? `, “${hold.reason}”` : '';
  const goOn =
    liveRuns === 0
      ? 'no run is in hand'
      : `${plural(liveRuns, 'run')} in hand ${liveRuns === 1 ? 'goes' : 'go'} on`;
  return `Held by ${hold.who} since ${at(hold.at)} (${holdInWords(hold)}${reason}): new jobs are shown and not claimed; ${goOn}.`;
}

function throttled({ cell, budget, now }: Facts): string | null {
  const region = budget?.regions.find((one) => one.region === cell.region);
  if (!region || region.throttledSince === null) return null;
  const most =
    region.callsPerSecondAllowed === null ? '' : `, ${region.callsPerSecondAllowed} calls a second at most`;
  return `CodePipeline throttles ${cell.region} since ${localTime(region.throttledSince, now)}${most}`;
}

/** A throttled region grows back to a pace that holds nobody up long before it is free again. */
function isAtItsBound({ cell, budget }: Facts): boolean {
  const region = budget?.regions.find((one) => one.region === cell.region);
  if (!region || region.callsPerSecondAllowed === null) return false;
  const waiting = Object.values(region.waiting).some((count) => count > 0);
  return waiting || region.callsPerSecond >= region.callsPerSecondAllowed * NEARLY_USED;
}

function slotsTaken(budget: AgentBudget | undefined): string {
  if (!budget) return CONDITION_WORDS.full.meaning;
  const { max, used, users } = budget.slots;
  const most = users.toSorted((a, b) => b.used - a.used)[0];
  const whose =
    most && most.used > 0 ? `, most by ${providerOf(most.actionType)} in ${most.region} (${most.used})` : '';
  return used >= max
    ? `All ${max} slots are taken${whose}: no poll until one is free.`
    : `Its share of the slots is taken: ${used} of ${max} are in use${whose}.`;
}

/** `Provider version` of an action type's key, `Category/Owner/Provider/Version`. */
export function providerOf(key: string): string {
  const [, , provider, version] = key.split('/');
  return provider && version ? `${provider} ${version}` : key;
}

function pace(cell: CellView, budget: AgentBudget | undefined): string {
  const interval = budget ? `every ${humanDuration(budget.pollIntervalMs)}` : 'at the set interval';
  if (cell.pace === 'more-waiting')
    return 'The last poll brought as many jobs as it asked for: again at once.';
  if (cell.pace === 'idle') {
    const most = budget ? ` up to ${humanDuration(3 * budget.pollIntervalMs)} apart` : ' less often';
    return `Nothing has come for a while: polled${most}, until a job comes.`;
  }
  return cell.liveRuns > 0
    ? `Polled ${interval}: ${plural(cell.liveRuns, 'run')} in hand.`
    : `Polled ${interval}; no run is in hand.`;
}

/** The cell in one line for assistive technology: where, what, and why. */
export function cellInWords(facts: Facts): string {
  const { cell } = facts;
  return `${cell.region}, ${providerOf(actionTypeKey(cell.actionTypeId))}: ${CONDITION_WORDS[conditionOf(cell)].label}. ${whyAtThisPace(facts)}`;
}
