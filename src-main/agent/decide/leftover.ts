import { assertNever } from '#shared/domain/exhaustive.ts';
import type { RunRecord } from '../ports.ts';

/**
 * What a row that is not final means when the agent starts.
 *   look-again     a third-party job that was not claimed: its details can be asked for at once.
 *   await-poll     nothing to do before CodePipeline hands out a job: a custom job comes back with a nonce, a continued run
 *                  with its next job, an uncertain claim comes back or settles.
 *   go-on          claimed by the agent: ask for the details and go on with the same idempotency key.
 *   deliver        a result waits in the outbox.
 *   leave          an engineer holds it.
 */
export type LeftoverAction = 'look-again' | 'await-poll' | 'go-on' | 'deliver' | 'leave';

export function decideLeftover(run: Pick<RunRecord, 'state' | 'protocol' | 'processorKind'>): LeftoverAction {
  switch (run.state) {
    case 'polled':
    case 'needs-token':
      return run.protocol === 'third-party' ? 'look-again' : 'await-poll';
    case 'working':
      return 'go-on';
    case 'reporting':
      return 'deliver';
    case 'claiming':
    case 'between-jobs':
      return 'await-poll';
    case 'waiting-for-engineer':
    case 'with-engineer':
    case 'succeeded':
    case 'failed':
    case 'expired':
    case 'lost':
      return 'leave';
    default:
      return assertNever(run.state);
  }
}
