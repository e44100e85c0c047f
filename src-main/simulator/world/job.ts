import type { FailureType, JobStatus } from '@aws-sdk/client-codepipeline';
import type { ActionTypeId } from './action-types.ts';
import { ServiceError } from './service-error.ts';

/*
 * One job, from its creation to its single result.
 *
 *   Queued ──poll──▶ Dispatched ──acknowledge──▶ InProgress ──success──▶ Succeeded
 *      │                 │  ▲                        │  └─────failure──▶ Failed
 *      │                 └──┘ poll, redeliverAfter   │
 *      └─────────────────┴────── deadline ───────────┴─────────────────▶ TimedOut
 *
 * Queued: nobody has it. A poll hands it out: Dispatched, with the nonce of this hand-out. When the worker
 * does not acknowledge within the redelivery time, the next poll hands it out again under a new nonce, which
 * makes the old one worthless: the late worker gets InvalidNonceException.
 * InProgress: acknowledged by exactly one worker. Its nonce is used up; a second acknowledge with it, or any
 * with another one, is InvalidNonceException.
 * Succeeded, Failed and TimedOut are over for good: a result is then InvalidJobStateException. A success with
 * a continuation token also ends the job; its successor is another job of the same chain.
 *
 * Assumptions where the service's documentation is silent: a result is taken only while InProgress (never for
 * a job that was only polled), and acknowledging a job that timed out unclaimed answers its status, TimedOut.
 */

/** A result somebody tried to report, accepted or refused, kept for the ledger. Times are epoch milliseconds. */
export interface ResultAttempt {
  readonly at: number;
  readonly operation: string;
  readonly accepted: boolean;
  readonly error?: string;
  readonly continuationToken?: string;
  readonly percentComplete?: number;
  readonly summary?: string;
  readonly externalExecutionId?: string;
  readonly failureDetails?: { type: FailureType; message: string; externalExecutionId?: string };
  readonly outputVariables?: Readonly<Record<string, string>>;
}

/** One hand-out of the service with its whole history. Times are epoch milliseconds. Never changed in place. */
export interface Job {
  readonly id: string;
  readonly chainId: string;
  /** 1 for the first job of its chain. */
  readonly sequence: number;
  readonly region: string;
  readonly actionTypeId: ActionTypeId;
  /** The customer's client id; null for a custom action. */
  readonly clientId: string | null;
  readonly continuationToken: string | null;
  readonly createdAt: number;
  readonly deadlineAt: number;
  readonly status: JobStatus;
  readonly nonce: string;
  readonly dispatches: readonly number[];
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: string | null;
  readonly invalidNonceCount: number;
  readonly results: readonly ResultAttempt[];
}

/** What became of an attempt: the job as it is now, and the refusal to answer with, if there is one. */
export interface JobOutcome {
  readonly job: Job;
  readonly refusal: ServiceError | null;
}

/** True once the job can never take a result again. */
export function isOver(job: Job): boolean {
  return job.status === 'Succeeded' || job.status === 'Failed' || job.status === 'TimedOut';
}

/** Whether a poll at `now` would hand the job out: queued, or handed out and not claimed in time. */
export function isAvailable(job: Job, now: number, redeliverAfterMs: number): boolean {
  if (job.status === 'Queued') return true;
  return job.status === 'Dispatched' && now - (job.dispatches.at(-1) ?? 0) >= redeliverAfterMs;
}

/** Hands the job out. A second hand-out takes `nextNonce`; the first keeps the nonce the job was made with. */
export function dispatch(job: Job, now: number, nextNonce: string): Job {
  const nonce = job.dispatches.length === 0 ? job.nonce : nextNonce;
  return { ...job, status: 'Dispatched', nonce, dispatches: [...job.dispatches, now] };
}

/** Claims the job for `worker` (a name for the ledger, or null). The new status is the answer to the worker. */
export function acknowledge(job: Job, nonce: string, now: number, worker: string | null): JobOutcome {
  if (nonce !== job.nonce || job.acknowledgedAt !== null) {
    return {
      job: { ...job, invalidNonceCount: job.invalidNonceCount + 1 },
      refusal: new ServiceError('InvalidNonceException', 'The nonce is invalid or was already used'),
    };
  }
  if (isOver(job)) return { job, refusal: null };
  return {
    job: { ...job, status: 'InProgress', acknowledgedAt: now, acknowledgedBy: worker },
    refusal: null,
  };
}

/** Takes the one result of a job in progress, and remembers it; refuses it (and remembers that) in any other state. */
export function report(
  job: Job,
  ending: 'Succeeded' | 'Failed',
  attempt: Omit<ResultAttempt, 'accepted' | 'error'>,
): JobOutcome {
  if (job.status !== 'InProgress') {
    const message = `Unexpected job state: a result was put for a job that is ${job.status}`;
    return refuseResult(job, attempt, new ServiceError('InvalidJobStateException', message));
  }
  const results = [...job.results, { ...attempt, accepted: true }];
  return { job: { ...job, status: ending, results }, refusal: null };
}

/** Remembers a result that is refused for a reason outside the job's state. */
export function refuseResult(
  job: Job,
  attempt: Omit<ResultAttempt, 'accepted' | 'error'>,
  refusal: ServiceError,
): JobOutcome {
  const results = [...job.results, { ...attempt, accepted: false, error: refusal.type }];
  return { job: { ...job, results }, refusal };
}

/** Ends a job whose deadline has come; any other comes back unchanged. */
export function expire(job: Job, now: number): Job {
  return isOver(job) || now < job.deadlineAt ? job : { ...job, status: 'TimedOut' };
}
