import type { S3Failure } from './s3-failure.ts';
import { whatOf, type ProblemContext } from './s3-problem-context.ts';
import { refusal, type Explained } from './s3-refusal.ts';

const ENDED = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']);
const NOT_USABLE = new Set([
  'InvalidAccessKeyId',
  'InvalidToken',
  'SignatureDoesNotMatch',
  'InvalidSecurity',
  'CredentialsProviderError',
  'TokenProviderError',
]);
const SKEWED = new Set(['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture']);
const SLOW = new Set(['SlowDown', 'ServiceUnavailable', 'TooManyRequestsException', 'Throttling']);
const AWAY = new Set(['InternalError', 'RequestTimeout', 'OperationAborted']);
const ELSEWHERE = new Set([
  'PermanentRedirect',
  'TemporaryRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
]);

/** What S3 meant, by the kind of failure; null leaves it to what holds for every service. */
export function explain(failure: S3Failure, context: ProblemContext): Explained | null {
  const { name, status, headers } = failure;
  const what = whatOf(context);
  if (ENDED.has(name)) {
    const job = context.whose.kind === 'job';
    return {
      code: 'no-credentials',
      sentence: `${job ? "The job's" : "The environment's"} credentials have ended and could not be renewed.`,
      retryable: true,
      change: job ? 'The job has to be open at CodePipeline still.' : 'Sign in again, or renew the profile.',
    };
  }
  if (SKEWED.has(name)) {
    const sentence = "This computer's clock is off: S3 refused the signature's time.";
    return { code: 'not-connected', sentence, retryable: true, change: 'Set the clock.' };
  }
  if (NOT_USABLE.has(name))
    return { code: 'no-credentials', sentence: `S3 does not know these credentials (${name}).` };
  if (name === 'NoSuchBucket')
    return { code: 'not-found', sentence: `There is no bucket ${context.bucket ?? ''}.` };
  if (headers['x-amz-delete-marker'] === 'true') {
    const sentence = context.versionId
      ? `This version of ${what} is a delete marker: it has no content.`
      : `${what} was deleted: its newest version is a delete marker.`;
    return { code: 'not-found', sentence, change: 'Choose an earlier version.' };
  }
  if (name === 'NoSuchVersion')
    return { code: 'not-found', sentence: `${what} has no version ${context.versionId ?? ''}.` };
  if (name === 'InvalidObjectState') {
    const tier = failure.details['StorageClass'] ?? failure.details['AccessTier'];
    return {
      code: 'not-allowed-now',
      sentence: `${what} is archived${tier ? ` (${tier})` : ''}: it has to be restored before it can be read.`,
      change: 'Restore it (RestoreObject), which takes minutes to hours.',
    };
  }
  if (ELSEWHERE.has(name) || status === 301) {
    const region = headers['x-amz-bucket-region'] ?? failure.details['Region'];
    const where = region ? `in ${region}` : 'in another region';
    return { code: 'aws-other', sentence: `The bucket ${context.bucket ?? ''} lies ${where}.` };
  }
  if (status === 412 && context.action === 's3:PutObject') {
    const sentence = `${what} is there already, and it was not to be replaced.`;
    return { code: 'not-allowed-now', sentence };
  }
  if (status === 412 || status === 409) {
    const sentence = `${what} was replaced meanwhile: what was read before does not fit what is there now.`;
    return { code: 'not-allowed-now', sentence, change: 'Open it again.' };
  }
  if (status === 416) {
    const sentence = `${what} has no such bytes: it is shorter than it was.`;
    return { code: 'not-allowed-now', sentence, change: 'Open it again.' };
  }
  if (SLOW.has(name) || status === 503)
    return { code: 'throttled', sentence: `S3 asks for fewer requests (${name}).`, retryable: true };
  if (AWAY.has(name) || status >= 500)
    return { code: 'unreachable', sentence: `S3 is in trouble (${name}).`, retryable: true };
  if (name.startsWith('KMS.')) return refusal(failure, context);
  if (status === 403) return refusal(failure, context);
  if (status === 404) {
    const sentence = context.key ? `${what} is not there.` : `There is no bucket ${context.bucket ?? ''}.`;
    return { code: 'not-found', sentence };
  }
  return null;
}
