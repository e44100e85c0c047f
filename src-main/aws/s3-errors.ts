import { ActionDeskError } from '#shared/domain/errors.ts';
import { toServiceError } from './service-errors.ts';

interface S3Failure {
  name: string;
  message: string;
  $metadata?: { httpStatusCode?: number };
}

const isFailure = (thrown: unknown): thrown is S3Failure => thrown instanceof Error;

function statusOf(thrown: unknown): number {
  return (isFailure(thrown) && thrown.$metadata?.httpStatusCode) || 0;
}

/** Temporary credentials that ended. Source: "List of error codes" in the Amazon S3 API reference. */
const ENDED: ReadonlySet<string> = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']);

const GONE: ReadonlySet<string> = new Set(['NoSuchKey', 'NotFound', 'NoSuchBucket', 'NoSuchVersion']);

const BUSY: ReadonlySet<string> = new Set([
  'SlowDown',
  'ServiceUnavailable',
  'InternalError',
  'RequestTimeout',
]);

/** Whether fresh credentials may help. The answer to a HEAD has no body, so there the status has to do. */
export function mayBeExpired(thrown: unknown, isHead: boolean): boolean {
  if (!isFailure(thrown)) return false;
  return ENDED.has(thrown.name) || (isHead && statusOf(thrown) === 400);
}

/** S3's word that there is no such object (bucket, version). */
export function saysNotThere(thrown: unknown): boolean {
  return isFailure(thrown) && (GONE.has(thrown.name) || statusOf(thrown) === 404);
}

/** What S3 or the way to it threw, in our words; `what` begins the sentence, as in "The artifact App (s3://…)". */
export function toArtifactError(thrown: unknown, what: string): ActionDeskError {
  if (thrown instanceof ActionDeskError) return thrown;
  if (!isFailure(thrown)) return toServiceError(thrown, what);
  const cause = { cause: thrown };
  if (ENDED.has(thrown.name)) {
    const sentence = `${what}: the job's credentials have ended and were not renewed.`;
    return new ActionDeskError('no-credentials', sentence, { ...cause, retryable: true });
  }
  if (saysNotThere(thrown)) return new ActionDeskError('not-found', `${what} is not there.`, cause);
  const words = `${what}: ${thrown.name === thrown.message ? '' : `${thrown.name}: `}${thrown.message}`;
  if (BUSY.has(thrown.name) || statusOf(thrown) >= 500)
    return new ActionDeskError('unreachable', words, { ...cause, retryable: true });
  if (statusOf(thrown) === 403) return new ActionDeskError('aws-access-denied', words, cause);
  return toServiceError(thrown, what);
}
