import type { ActionDeskError } from '#shared/domain/errors.ts';
import type { JobResult } from '#shared/domain/job.ts';
import type { RunEvent } from '#shared/domain/run-state.ts';

/** What becomes of a result in the outbox. `retry` keeps it there. */
export type ResultFate = { kind: 'settle'; event: RunEvent } | { kind: 'token-refused' } | { kind: 'retry' };

/** True when the service certainly did not do what was asked; any other error leaves that open. */
export function isRefusal(error: ActionDeskError): boolean {
  return (
    error.code.startsWith('aws-') || ['throttled', 'no-credentials', 'not-connected'].includes(error.code)
  );
}

export function acceptedEvent(result: JobResult): RunEvent {
  switch (result.kind) {
    case 'continue':
      return 'continuation-accepted';
    case 'success':
      return 'success-accepted';
    case 'failure':
      return 'failure-accepted';
  }
}

/**
 * @param maybeAccepted whether an earlier try may have reached the service (its answer was lost): then InvalidJobState
 * before the deadline is the echo of our own success.
 */
export function readResultAnswer(
  error: ActionDeskError | null,
  result: JobResult,
  facts: { maybeAccepted: boolean; deadlinePassed: boolean },
): ResultFate {
  if (error === null) return { kind: 'settle', event: acceptedEvent(result) };
  switch (error.code) {
    case 'aws-invalid-job-state':
      return {
        kind: 'settle',
        event: facts.maybeAccepted && !facts.deadlinePassed ? acceptedEvent(result) : 'job-over',
      };
    case 'aws-job-not-found':
    case 'aws-invalid-job':
      return { kind: 'settle', event: 'job-over' };
    case 'aws-invalid-client-token':
      return { kind: 'token-refused' };
    case 'aws-validation':
    case 'aws-output-variables-size':
      return { kind: 'settle', event: 'result-refused' };
    default:
      return { kind: 'retry' };
  }
}
