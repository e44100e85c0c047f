import type { ArtifactProblem } from '#shared/domain/artifact.ts';
import { ActionDeskError, type ErrorCode } from '#shared/domain/errors.ts';
import { scopeOf, whoseWords } from './s3-whose.ts';
import { readRefusal } from './s3-refusal-words.ts';
import type { Whose } from './s3-door.ts';
import { readS3Failure, type S3Failure } from './s3-failure.ts';
import { toServiceError } from './service-errors.ts';

/** What was asked of S3 when it failed. */
export interface ProblemContext {
  readonly whose: Whose;
  /** The permission that the call needs, as IAM writes it: `s3:GetObject`. */
  readonly action: string;
  /** Null where the call names no bucket. */
  readonly bucket: string | null;
  /** The object, or null. */
  readonly key?: string | null | undefined;
  /** What was listed below, or null. */
  readonly prefix?: string | undefined;
  readonly versionId?: string | null | undefined;
  /** The key that the object is encrypted with, where a HEAD told it: a refused read is then one of decryption. */
  readonly kmsKeyId?: string | null | undefined;
}

interface Explained {
  code: ErrorCode;
  sentence: string;
  retryable?: boolean;
  /** What would change it. */
  change?: string;
  facts?: { name: string; value: string }[];
}

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

/** `s3://bucket/key`, as far as the call names it. */
function whatOf({ bucket, key, prefix }: ProblemContext): string {
  if (bucket === null) return 'S3';
  return `s3://${bucket}/${key ?? prefix ?? ''}`;
}

/** By the kind of failure; null leaves it to what holds for every service. */
function explain(failure: S3Failure, context: ProblemContext): Explained | null {
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

/** S3 said no: whose credentials, to what, and who could change it. */
function refusal(failure: S3Failure, context: ProblemContext): Explained {
  const words = readRefusal(failure.message);
  const isKms =
    failure.name.startsWith('KMS.') ||
    words.action?.startsWith('kms:') === true ||
    /ciphertext refers to a customer master key/i.test(failure.message) ||
    Boolean(context.kmsKeyId);
  const action = words.action ?? (isKms ? 'kms:Decrypt' : context.action);
  const kmsKey = isKms ? (words.kmsKey ?? context.kmsKeyId ?? null) : null;
  const scope = scopeOf(context.whose, context);
  const facts = [
    { name: 'Action', value: action },
    ...(words.principal ? [{ name: 'Principal', value: words.principal }] : []),
    ...(words.because ? [{ name: 'Because', value: words.because }] : []),
    ...(kmsKey ? [{ name: 'KMS key', value: kmsKey }] : []),
    ...(scope ? [{ name: 'These credentials are for', value: scope.text }] : []),
  ];
  const who = whoseWords(context.whose).sentence;
  const denied = (sentence: string, change: string): Explained => ({
    code: 'aws-access-denied',
    sentence,
    change,
    facts,
  });
  if (isKms) {
    const key = kmsKey ?? 'the KMS key';
    return denied(
      `${who} may not decrypt ${whatOf(context)}: ${action} is refused.`,
      `${action} on ${key}, allowed by the key's policy and to the reader.`,
    );
  }
  if (scope && !scope.covers) {
    return denied(
      `The job's credentials open ${scope.text} only; ${whatOf(context)} lies outside.`,
      "The environment's own credentials, if they may read it.",
    );
  }
  const mayBeMissing =
    action.startsWith('s3:GetObject') && !words.action
      ? ' S3 answers the same for an object that is not there while s3:ListBucket is not allowed.'
      : '';
  return denied(
    `${who} may not do this: S3 refused ${action} on ${whatOf(context)}.${mayBeMissing}`,
    `${action} on ${words.resource ?? resourceOf(context)}, allowed by the policy ${
      context.whose.kind === 'job'
        ? 'that CodePipeline gives the job'
        : 'of these credentials and of the bucket'
    }.`,
  );
}

/** What a policy has to name. */
function resourceOf({ bucket, key }: ProblemContext): string {
  if (bucket === null) return '*';
  return key ? `arn:aws:s3:::${bucket}/${key}` : `arn:aws:s3:::${bucket}`;
}

/**
 * What was thrown while S3 was asked, for people: one sentence, and the facts in the order to be shown. Never throws; secrets
 * are in neither, since S3's words hold none but key ids.
 */
export function toArtifactProblem(thrown: unknown, context: ProblemContext): ArtifactProblem {
  if (thrown instanceof ArtifactRefused) return thrown.problem;
  const credentials = { name: 'Credentials', value: whoseWords(context.whose).value };
  if (thrown instanceof ActionDeskError) {
    const { code, message, retryable } = thrown;
    return { code, sentence: message, facts: [credentials], retryable };
  }
  const failure = readS3Failure(thrown);
  const explained = failure && explain(failure, context);
  if (!failure || !explained) {
    const { code, message, retryable } = toServiceError(thrown, whatOf(context));
    return { code, sentence: message, facts: [credentials], retryable };
  }
  const { code, sentence, retryable = false, change, facts = [] } = explained;
  const said = failure.message && failure.message !== failure.name ? `: ${failure.message}` : '';
  return {
    code,
    sentence,
    retryable,
    facts: [
      credentials,
      ...(context.bucket === null
        ? []
        : [{ name: context.key ? 'Object' : 'Bucket', value: whatOf(context) }]),
      ...facts,
      { name: 'S3 said', value: `${failure.name}${said}` },
      ...(change ? [{ name: 'What would change it', value: change }] : []),
    ],
  };
}

/** What readers throw: the problem's code and sentence as an error, with all that is known of it. */
export class ArtifactRefused extends ActionDeskError {
  readonly problem: ArtifactProblem;

  constructor(problem: ArtifactProblem, cause: unknown) {
    super(problem.code, problem.sentence, { retryable: problem.retryable, cause });
    this.problem = problem;
  }
}

/** Wraps what was thrown; what is wrapped already passes. */
export function toRefused(thrown: unknown, context: ProblemContext): ArtifactRefused {
  if (thrown instanceof ArtifactRefused) return thrown;
  return new ArtifactRefused(toArtifactProblem(thrown, context), thrown);
}
