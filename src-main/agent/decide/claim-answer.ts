import type { ActionDeskError } from '#shared/domain/errors.ts';
import type { JobStatus } from '#shared/domain/job.ts';

/** What the answer to an acknowledge means for us. */
export type ClaimMeaning =
  | 'ours'
  | 'someone-elses'
  | 'token-refused'
  | 'job-over'
  /** Certainly not done; CodePipeline hands the job out again. */
  | 'not-now'
  /** Done or not: no answer came. The same nonce, sent again, may tell. */
  | 'unheard'
  /** The nonce is spent, by our own unheard try or by a later hand-out. Settled by looking for another hand-out. */
  | 'unknown';

/**
 * @param unsettledTry whether an earlier acknowledge of this job was sent and its answer lost: then InvalidNonce may be the
 * echo of our own success. Source: AcknowledgeJob, AcknowledgeThirdPartyJob in the CodePipeline API reference.
 */
export function readClaimAnswer(
  answer: { status: JobStatus } | { error: ActionDeskError },
  unsettledTry: boolean,
): ClaimMeaning {
  if ('status' in answer) return answer.status === 'InProgress' ? 'ours' : 'someone-elses';
  switch (answer.error.code) {
    case 'aws-invalid-nonce':
      return unsettledTry ? 'unknown' : 'someone-elses';
    case 'aws-invalid-client-token':
      return 'token-refused';
    case 'aws-job-not-found':
    case 'aws-invalid-job':
    case 'aws-invalid-job-state':
      return 'job-over';
    case 'throttled':
    case 'not-connected':
    case 'no-credentials':
    case 'aws-access-denied':
    case 'aws-validation':
    case 'aws-other':
      // Refused for the moment: that says nothing of the try before it.
      return unsettledTry ? 'unheard' : 'not-now';
    default:
      return 'unheard';
  }
}
