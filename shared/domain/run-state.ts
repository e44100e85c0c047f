import { assertNever } from './exhaustive.ts';

/**
 * The life of a run: one execution of the vendor's action, a chain of jobs joined by the continuation token.
 *
 *   polled                a job was seen; nothing is decided. Left at once by one of the next three.
 *   needs-token           the customer's client token is unknown or was refused. Left when a token is added.
 *   waiting-for-engineer  nobody has claimed the job: its processor is manual, or its cell is drained. Left by an engineer's
 *                         acknowledge, or when CodePipeline gives up on the job; in a cell that is switched on again, also
 *                         when CodePipeline hands the job out again.
 *   claiming              written down, acknowledge under way. Left by CodePipeline's answer; back to polled when the call
 *                         was certainly refused for the moment (throttled, no permission).
 *   working               claimed; the agent starts the backend work or asks for its state.
 *   with-engineer         claimed; an engineer owes CodePipeline the next report.
 *   reporting             a result is in the outbox and CodePipeline has not accepted it yet. A result that it refuses
 *                         for good goes back to an engineer.
 *   between-jobs          a continuation was accepted; CodePipeline's next job has not been polled yet.
 *   succeeded, failed     CodePipeline accepted the final result.
 *   expired               CodePipeline said that the job is over, or its deadline passed, before a result was accepted.
 *                         Left only when CodePipeline hands the same job out again: then our deadline was wrong.
 *   lost                  our nonce was not the valid one: another worker has the job, and nothing is sent for it. Left only
 *                         when CodePipeline hands the same job out to us again, which says that nobody has claimed it.
 */
export const RUN_STATES = [
  'polled',
  'needs-token',
  'waiting-for-engineer',
  'claiming',
  'working',
  'with-engineer',
  'reporting',
  'between-jobs',
  'succeeded',
  'failed',
  'expired',
  'lost',
] as const;
export type RunState = (typeof RUN_STATES)[number];

export const RUN_EVENTS = [
  'token-missing',
  'held-for-engineer',
  'claim-started',
  'claimed-by-agent',
  'claimed-by-engineer',
  'claim-lost',
  'claim-refused',
  'handed-out-again',
  'taken-over',
  'handed-back',
  'work-restarted',
  'result-written',
  'continuation-accepted',
  'success-accepted',
  'failure-accepted',
  'result-refused',
  'job-over',
] as const;
export type RunEvent = (typeof RUN_EVENTS)[number];

const FINAL: ReadonlySet<RunState> = new Set(['succeeded', 'failed', 'expired', 'lost']);

export function isFinal(state: RunState): boolean {
  return FINAL.has(state);
}

/** States that stand still until a person does something. */
export function waitsForHuman(state: RunState): boolean {
  return state === 'needs-token' || state === 'waiting-for-engineer' || state === 'with-engineer';
}

const UNCLAIMED: readonly RunState[] = ['polled', 'needs-token', 'waiting-for-engineer', 'between-jobs'];

/** The state after `event`, or null where the event cannot happen. Pure: the agent, the store and the buttons ask here. */
export function nextRunState(state: RunState, event: RunEvent): RunState | null {
  const from = (allowed: readonly RunState[], to: RunState): RunState | null =>
    allowed.includes(state) ? to : null;
  switch (event) {
    case 'token-missing':
      return from([...UNCLAIMED, 'claiming'], 'needs-token');
    case 'held-for-engineer':
      return from(UNCLAIMED, 'waiting-for-engineer');
    case 'claim-started':
      return from([...UNCLAIMED, 'claiming'], 'claiming');
    case 'claimed-by-agent':
      return from(['claiming'], 'working');
    case 'claimed-by-engineer':
      return from(['claiming'], 'with-engineer');
    case 'claim-lost':
      return from(['claiming'], 'lost');
    case 'handed-out-again':
      return from(['lost', 'expired'], 'polled');
    case 'claim-refused':
      return from(['claiming'], 'polled');
    case 'taken-over':
      return from(['working', 'with-engineer'], 'with-engineer') ?? from(['between-jobs'], 'between-jobs');
    case 'handed-back':
      return from(['working', 'with-engineer'], 'working') ?? from(['between-jobs'], 'between-jobs');
    case 'work-restarted':
      return from(['working', 'with-engineer'], 'working') ?? from(['between-jobs'], 'between-jobs');
    case 'result-written':
      return from(['working', 'with-engineer', 'reporting'], 'reporting');
    case 'continuation-accepted':
      return from(['reporting'], 'between-jobs');
    case 'success-accepted':
      return from(['reporting'], 'succeeded');
    case 'failure-accepted':
      return from(['reporting'], 'failed');
    case 'result-refused':
      return from(['reporting'], 'with-engineer');
    case 'job-over':
      return isFinal(state) ? null : 'expired';
    default:
      return assertNever(event);
  }
}
