import type { CellView } from '#shared/domain/agent-cell.ts';

/**
 * What the agent is, in one word. The first that fits is the status; all that fit are causes.
 *
 *   draining        it was asked to end: nothing new is claimed, what is in hand is answered.
 *   disk            the ledger cannot be written or read, or is damaged: nothing new is claimed.
 *   stuck           a loop of the agent stands still, or its results do.
 *   no-credentials  there are no AWS credentials, or they have ended.
 *   cut-off         no cell has had an answered poll for three of its own intervals.
 *   starting        it takes up what an earlier agent left.
 *   busy            all slots are taken and the work moves: it polls again as soon as one is free.
 *   ok              it polls, and has work.
 *   idle            it polls, and there is nothing to do.
 */
export type HealthStatus =
  'draining' | 'disk' | 'stuck' | 'no-credentials' | 'cut-off' | 'starting' | 'busy' | 'ok' | 'idle';

/** One reason, for people; `code` is stable. */
export interface HealthCause {
  code: string;
  sentence: string;
  /** ISO 8601; null where nobody knows. */
  since: string | null;
}

export interface Health {
  status: HealthStatus;
  /** 503 where a supervisor should restart the agent or wake somebody, else 200. */
  httpStatus: 200 | 503;
  causes: readonly HealthCause[];
}

/** One cell, with how long ago CodePipeline last answered it. */
export interface HealthCell extends Pick<CellView, 'key' | 'mode' | 'pace' | 'inHand'> {
  heardAgoMs: number;
  /** What went wrong since, redacted. */
  lastError: string | null;
}

/** Everything that health is read from. Ages are ms; those of a fresh agent count from its start. */
export interface HealthFacts {
  phase: 'starting' | 'working' | 'draining';
  /** The configured `pollSeconds`. */
  pollIntervalMs: number;
  /** How many jobs may be handled at once. */
  slots: number;
  cells: readonly HealthCell[];
  /** Runs that are neither final nor wait for a person. */
  runsAtWork: number;
  watchedAgoMs: number;
  /** The longest time in the last minute for which the event loop stood still. */
  longestStallMs: number;
  workedAgoMs: number;
  resultTriedAgoMs: number;
  resultSettledAgoMs: number;
  /** Since the oldest result was written that CodePipeline could have; null without one. */
  oldestOwedAgoMs: number | null;
  /** Since the earliest planned try of a result; null without one, negative when it is to come. */
  tryOverdueMs: number | null;
  ledgerFailure: { agoMs: number; message: string } | null;
  /** Damage that only the next start mends, and what to do, for people. */
  ledgerDamage: { agoMs: number; sentence: string } | null;
}

/** Polls that are missed before a cell counts as cut off. */
const INTERVALS_OF_SILENCE = 3;
/** An idle cell polls at up to three intervals; see the agent's next-poll decision. */
const IDLE_FACTOR = 3;
/** One lost answer of an agent that polls each second is no news. */
const SHORTEST_SILENCE_MS = 5_000;

/** The deadlines are looked at every 5 s. */
const WATCH_LIMIT_MS = 60_000;
/** A third of the shortest job time-out that AWS allows would be lost. */
const STALL_LIMIT_MS = 20_000;
/** Far above the time-outs of a call and the pauses between two tries. */
const STANDSTILL_MS = 120_000;
const OWED_LIMIT_MS = 600_000;

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

function silenceLimitMs(cell: HealthCell, pollIntervalMs: number): number {
  const interval = cell.pace === 'idle' ? pollIntervalMs * IDLE_FACTOR : pollIntervalMs;
  return Math.max(SHORTEST_SILENCE_MS, INTERVALS_OF_SILENCE * interval);
}

/** A cell that waits for a slot does not poll, which is no silence of CodePipeline's. */
function isCutOff(cell: HealthCell, pollIntervalMs: number): boolean {
  if (cell.pace === 'waiting-for-slot' && cell.lastError === null) return false;
  return cell.heardAgoMs > silenceLimitMs(cell, pollIntervalMs);
}

/** What is wrong and right with the agent. Pure; `now` is epoch ms. */
export function decideHealth(facts: HealthFacts, now: number): Health {
  const found: (HealthCause & { status: HealthStatus })[] = [];
  const add = (status: HealthStatus, code: string, sentence: string, agoMs: number | null): void =>
    void found.push({
      status,
      code,
      sentence,
      since: agoMs === null ? null : new Date(now - agoMs).toISOString(),
    });
  const polling = facts.cells.filter((cell) => cell.mode !== 'paused');
  const inHand = facts.cells.reduce((sum, cell) => sum + cell.inHand, 0);
  const full = inHand >= facts.slots || polling.some((cell) => cell.pace === 'waiting-for-slot');

  if (facts.phase === 'draining')
    add('draining', 'draining', 'The agent was asked to end: it answers what is in hand.', null);

  const { ledgerDamage, ledgerFailure } = facts;
  if (ledgerDamage) add('disk', 'ledger-damaged', ledgerDamage.sentence, ledgerDamage.agoMs);
  if (ledgerFailure)
    add('disk', 'ledger', `The ledger cannot be used: ${ledgerFailure.message}`, ledgerFailure.agoMs);

  if (facts.phase === 'starting')
    add('starting', 'starting', 'The agent takes up what an earlier one left.', null);
  if (facts.phase === 'working') {
    addStandstills(facts, full, add);
    addSilence(facts, polling, add);
    if (full)
      add('busy', 'slots-full', `${inHand} of ${facts.slots} slots are taken; polls wait for one.`, null);
    else if (facts.runsAtWork > 0 || inHand > 0)
      add('ok', 'working', `${facts.runsAtWork} runs are under way.`, null);
    else if (polling.length === 0) add('idle', 'paused', 'Every cell is paused.', null);
    else add('idle', 'nothing-to-do', 'Polls are answered, and there is nothing to do.', null);
  }

  const status = RANK.find((each) => found.some((cause) => cause.status === each)) ?? 'idle';
  return {
    status,
    httpStatus: ALARMING.has(status) ? 503 : 200,
    causes: found
      .toSorted((a, b) => RANK.indexOf(a.status) - RANK.indexOf(b.status))
      .filter((cause) => cause.status === status || cause.since !== null)
      .map(({ code, sentence, since }) => ({ code, sentence, since })),
  };
}

const RANK: readonly HealthStatus[] = [
  'draining',
  'disk',
  'stuck',
  'no-credentials',
  'cut-off',
  'starting',
  'busy',
  'ok',
  'idle',
];

const ALARMING: ReadonlySet<HealthStatus> = new Set(['disk', 'stuck', 'no-credentials', 'cut-off']);

type Add = (status: HealthStatus, code: string, sentence: string, agoMs: number | null) => void;

function addStandstills(facts: HealthFacts, full: boolean, add: Add): void {
  const { watchedAgoMs, longestStallMs, workedAgoMs, oldestOwedAgoMs, tryOverdueMs } = facts;
  if (longestStallMs > STALL_LIMIT_MS)
    add('stuck', 'event-loop', `The event loop stood still for ${seconds(longestStallMs)}.`, null);
  if (watchedAgoMs > WATCH_LIMIT_MS)
    add('stuck', 'watch', `Deadlines have not been watched for ${seconds(watchedAgoMs)}.`, watchedAgoMs);
  if (full && workedAgoMs > STANDSTILL_MS)
    add(
      'stuck',
      'slots',
      `All slots are taken and no call has ended for ${seconds(workedAgoMs)}.`,
      workedAgoMs,
    );
  if (tryOverdueMs !== null && Math.min(tryOverdueMs, facts.resultTriedAgoMs) > STANDSTILL_MS)
    add('stuck', 'outbox', 'A result is due, and nobody tries to send it.', tryOverdueMs);
  else if (oldestOwedAgoMs !== null && Math.min(oldestOwedAgoMs, facts.resultSettledAgoMs) > OWED_LIMIT_MS)
    add('stuck', 'results', 'No result is accepted, and the oldest has waited too long.', oldestOwedAgoMs);
}

function addSilence(facts: HealthFacts, polling: readonly HealthCell[], add: Add): void {
  const silent = polling.filter((cell) => isCutOff(cell, facts.pollIntervalMs));
  const [first] = silent.toSorted((a, b) => a.heardAgoMs - b.heardAgoMs);
  if (!first) return;
  const error = silent.find((cell) => cell.lastError !== null)?.lastError ?? 'no answer';
  if (silent.length < polling.length) {
    const keys = silent.slice(0, 5).map((cell) => cell.key);
    const more = silent.length > keys.length ? ', …' : '';
    const part = `${silent.length} of ${polling.length} cells (${keys.join(', ')}${more})`;
    // No status of its own: one region that is away is no reason to restart what serves the others.
    add('idle', 'part-cut-off', `${part} had no answered poll: ${error}`, first.heardAgoMs);
  } else if (polling.every((cell) => cell.mode === 'no-credentials'))
    add('no-credentials', 'no-credentials', `There are no AWS credentials: ${error}`, first.heardAgoMs);
  else add('cut-off', 'cut-off', `CodePipeline has answered no poll: ${error}`, first.heardAgoMs);
}
