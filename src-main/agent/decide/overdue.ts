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
 *   settle-claim  its claim had no answer, and CodePipeline has not handed the job out again while we listened.
 *   go-on         the step under way was broken off, by a ledger that could not be written for instance: take it up again.
 */
export type Overdue = 'expire' | 'ask-service' | 'settle-claim' | 'go-on' | null;

export interface OverdueFacts {
  run: Pick<RunRecord, 'state' | 'heldBy' | 'claimingSince' | 'updatedAt'>;
  now: number;
  /** What is left of the job by either clock, in ms; null where none is open. */
  left: { earliestMs: number; latestMs: number } | null;
  /** For how long the run's cell has been polled without a failed poll; null while it is not. */
  listeningForMs: number | null;
  claimSettleMs: number;
  jobTimeoutMs: number;
}

/** A time in the future was written before the clock was set back: how long ago that was is unknown. */
function elapsedMs(now: number, since: number): number {
  return since > now ? Infinity : now - since;
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
      const uncertainForMs = Math.min(since, facts.listeningForMs ?? 0);
      return uncertainForMs > facts.claimSettleMs ? 'settle-claim' : null;
    }
    case 'working':
      if (lateMs > PAST_DEADLINE_AT_WORK_MS) return 'expire';
      return run.heldBy === 'agent' && elapsedMs(now, run.updatedAt) > STALLED_MS ? 'go-on' : null;
    case 'reporting':
      return elapsedMs(now, run.updatedAt) > STALLED_MS ? 'go-on' : null;
    case 'between-jobs': {
      const quietForMs = Math.min(elapsedMs(now, run.updatedAt), facts.listeningForMs ?? 0);
      return quietForMs > facts.jobTimeoutMs ? 'expire' : null;
    }
    case 'succeeded':
    case 'failed':
    case 'expired':
    case 'lost':
      return null;
  }
}
