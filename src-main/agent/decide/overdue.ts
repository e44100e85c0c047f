import type { RunRecord } from '../ports.ts';

/** Our deadline is an upper estimate of the service's; a little longer, and an unanswered job is over. */
const PAST_DEADLINE_MS = 5_000;

/** A run that the agent works on reports by itself and learns the truth from the answer: it is given up much later. */
const PAST_DEADLINE_AT_WORK_MS = 15 * 60_000;

/** Longer than any step of a run may take without a word in the ledger. */
const STALLED_MS = 60_000;

/**
 * What a look at the clock asks of a live run.
 *   expire        CodePipeline has given up on its job, or on the chain: a continued run whose next job has not come during a
 *                 whole job time-out of listening (its pipeline was stopped, for instance).
 *   ask-service   one clock says that its job is over and another does not (the computer slept, or its time was set):
 *                 CodePipeline knows.
 *   settle-claim  its claim had no answer, and CodePipeline has not handed the job out again while we listened and were shown
 *                 all that waits.
 *   go-on         the step under way was broken off, by a ledger that could not be written for instance: take it up again.
 */
export type Overdue = 'expire' | 'ask-service' | 'settle-claim' | 'go-on' | null;

export interface OverdueFacts {
  run: Pick<RunRecord, 'state' | 'heldBy' | 'claimingSince' | 'updatedAt'>;
  now: number;
  /** What is left of the job by either clock, in ms; null where none is open. */
  left: { earliestMs: number; latestMs: number } | null;
  /**
   * For how long the run's cell has been polled without a failed poll; null while it is not. `whole`: the same until the last
   * answer that held all that waited, and how long ago that was.
   */
  listening: { forMs: number; whole: { forMs: number; agoMs: number } | null } | null;
  claimSettleMs: number;
  jobTimeoutMs: number;
}

/** A time in the future was written before the clock was set back: how long ago that was is unknown. */
function elapsedMs(now: number, since: number): number {
  return since > now ? Infinity : now - since;
}

/** For how long CodePipeline has been silent about a job of that age. An answer that is full may hide it behind others. */
function silentForMs(ageMs: number, listening: OverdueFacts['listening']): number {
  const whole = listening?.whole;
  return whole ? Math.min(ageMs - whole.agoMs, whole.forMs) : 0;
}

/**
 * Where a backlog fills every answer a claim is taken for accepted after all: as ours it costs one refused result at the worst,
 * while a claimed job that is left alone runs into its time-out.
 */
function hiddenForMs({ claimSettleMs, jobTimeoutMs }: OverdueFacts): number {
  return Math.max(claimSettleMs, Math.min(4 * claimSettleMs, jobTimeoutMs / 2));
}

export function decideOverdue(facts: OverdueFacts): Overdue {
  const { run, now } = facts;
  const lateMs = facts.left === null ? -Infinity : -facts.left.latestMs;
  const maybeLateMs = facts.left === null ? -Infinity : -facts.left.earliestMs;
  switch (run.state) {
    case 'polled':
    case 'needs-token':
    case 'waiting-for-engineer':
    case 'with-engineer':
      if (lateMs > PAST_DEADLINE_MS) return 'expire';
      return maybeLateMs > PAST_DEADLINE_MS ? 'ask-service' : null;
    case 'claiming': {
      if (lateMs > PAST_DEADLINE_MS) return 'expire';
      // Silence counts only while we could have heard of the job.
      const since = run.claimingSince === null ? 0 : elapsedMs(now, run.claimingSince);
      if (silentForMs(since, facts.listening) > facts.claimSettleMs) return 'settle-claim';
      return Math.min(since, facts.listening?.forMs ?? 0) > hiddenForMs(facts) ? 'settle-claim' : null;
    }
    case 'working':
      if (lateMs > PAST_DEADLINE_AT_WORK_MS) return 'expire';
      return run.heldBy === 'agent' && elapsedMs(now, run.updatedAt) > STALLED_MS ? 'go-on' : null;
    case 'reporting':
      return elapsedMs(now, run.updatedAt) > STALLED_MS ? 'go-on' : null;
    case 'between-jobs': {
      // Of a run that is given up no next job is taken any more: it may wait behind a backlog for as long as it likes.
      const quietForMs = silentForMs(elapsedMs(now, run.updatedAt), facts.listening);
      return quietForMs > facts.jobTimeoutMs ? 'expire' : null;
    }
    case 'succeeded':
    case 'failed':
    case 'expired':
    case 'lost':
      return null;
  }
}
