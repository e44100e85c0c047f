import type { Preferences } from '#shared/domain/preferences.ts';
import type { RunSummary } from '#shared/domain/run.ts';

/** What people may be called for; each has a switch of its own in the preferences. */
export const CALLS = ['needsHuman', 'atRisk', 'failed'] as const;
export type Call = (typeof CALLS)[number];

export type CalledRun = Pick<
  RunSummary,
  'runId' | 'state' | 'clientLabel' | 'accountId' | 'pipelineName' | 'stageName' | 'actionName' | 'region'
>;

/** One notification; `path` is the page that it opens, as in the window's address. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  readonly path: string;
}

/** What is remembered from look to look. `known` is null before the first: what is on the screen already calls nobody. */
export interface CallMemory {
  readonly known: Readonly<Record<Call, ReadonlySet<string>>> | null;
  readonly waiting: Readonly<Record<Call, readonly CalledRun[]>>;
  /** Epoch ms of the last notification of each kind. */
  readonly shownAt: Readonly<Record<Call, number>>;
}

export const NO_CALLS: CallMemory = {
  known: null,
  waiting: { needsHuman: [], atRisk: [], failed: [] },
  shownAt: { needsHuman: -Infinity, atRisk: -Infinity, failed: -Infinity },
};

/** Never more than one notification of a kind in this time; what comes meanwhile is put together. */
export const CALL_PAUSE_MS = 60_000;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether a minute of the day (0 to 1,439, local) lies in the quiet hours, over midnight too; equal times mean never. */
export function isQuiet(quiet: Preferences['notifications']['quiet'], minuteOfDay: number): boolean {
  if (quiet === null) return false;
  const from = minutesOf(quiet.from);
  const until = minutesOf(quiet.until);
  return from <= until
    ? minuteOfDay >= from && minuteOfDay < until
    : minuteOfDay >= from || minuteOfDay < until;
}

const customer = (run: CalledRun): string => run.clientLabel ?? run.accountId ?? 'A customer';
const place = (run: CalledRun): string =>
  [[run.pipelineName, run.stageName, run.actionName].filter(Boolean).join(' / '), run.region]
    .filter(Boolean)
    .join(' · ');

function wordsOfOne(call: Call, run: CalledRun): string {
  if (call === 'atRisk') return `${customer(run)}: the deadline is near`;
  if (call === 'failed') return `${customer(run)}: a run ${run.state === 'expired' ? 'timed out' : 'failed'}`;
  return run.state === 'needs-token'
    ? `${customer(run)}: no client token is stored`
    : `${customer(run)}: a run waits for an engineer`;
}

const WORDS_OF_MANY: Readonly<Record<Call, string>> = {
  needsHuman: 'runs need a person',
  atRisk: 'runs are near their deadline',
  failed: 'runs failed',
};

function laneOf(call: Call, runs: readonly CalledRun[]): string {
  if (call !== 'needsHuman') return call === 'atRisk' ? '/runs?lane=at-risk' : '/runs?lane=failed';
  if (runs.every(({ state }) => state === 'needs-token')) return '/runs?lane=needs-token';
  return runs.some(({ state }) => state === 'needs-token') ? '/runs' : '/runs?lane=waiting-for-you';
}

const NAMED = 3;

function noticeOf(call: Call, runs: readonly CalledRun[]): Notice {
  const [first] = runs;
  if (first && runs.length === 1) {
    return {
      title: wordsOfOne(call, first),
      body: place(first),
      path: `/runs/${encodeURIComponent(first.runId)}`,
    };
  }
  const names = [...new Set(runs.map(customer))];
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return {
    title: `${runs.length} ${WORDS_OF_MANY[call]}`,
    body: names.slice(0, NAMED).join(', ') + more,
    path: laneOf(call, runs),
  };
}

/**
 * What to show, given the runs that are in each condition now. A run calls once when it enters a condition, and again only
 * after it had left it. Calls of quiet hours and of kinds that are switched off are dropped, not kept for later.
 */
export function decideNotifications(
  memory: CallMemory,
  present: Readonly<Record<Call, readonly CalledRun[]>>,
  wanted: Preferences['notifications'],
  now: number,
  minuteOfDay: number,
): { memory: CallMemory; show: Notice[] } {
  const quiet = isQuiet(wanted.quiet, minuteOfDay);
  const show: Notice[] = [];
  const waiting: Record<Call, readonly CalledRun[]> = { needsHuman: [], atRisk: [], failed: [] };
  const shownAt: Record<Call, number> = { ...memory.shownAt };
  for (const call of CALLS) {
    if (!wanted.enabled || !wanted[call] || quiet) continue;
    const known = memory.known?.[call];
    const held = new Set(memory.waiting[call].map(({ runId }) => runId));
    const calling = present[call].filter(({ runId }) => held.has(runId) || (known && !known.has(runId)));
    if (calling.length > 0 && now - shownAt[call] >= CALL_PAUSE_MS) {
      show.push(noticeOf(call, calling));
      shownAt[call] = now;
    } else waiting[call] = calling;
  }
  const ids = (call: Call): ReadonlySet<string> => new Set(present[call].map(({ runId }) => runId));
  const known = { needsHuman: ids('needsHuman'), atRisk: ids('atRisk'), failed: ids('failed') };
  return { memory: { known, waiting, shownAt }, show };
}
