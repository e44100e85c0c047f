import { ActionDeskError, type ErrorCode } from '#shared/domain/errors.ts';
import { SECRET_MARK } from '#shared/domain/secret.ts';

/**
 * CodePipeline's declared errors and the general ones of AWS's query front, by exception name.
 * Source: "Errors" of each job operation and "Common Errors" in the CodePipeline API reference.
 */
const BY_NAME: Record<string, { code: ErrorCode; retryable: boolean }> = {
  ActionTypeNotFoundException: { code: 'aws-action-type-not-found', retryable: false },
  InvalidClientTokenException: { code: 'aws-invalid-client-token', retryable: false },
  InvalidNonceException: { code: 'aws-invalid-nonce', retryable: false },
  InvalidJobException: { code: 'aws-invalid-job', retryable: false },
  InvalidJobStateException: { code: 'aws-invalid-job-state', retryable: false },
  JobNotFoundException: { code: 'aws-job-not-found', retryable: false },
  OutputVariablesSizeExceededException: { code: 'aws-output-variables-size', retryable: false },
  ValidationException: { code: 'aws-validation', retryable: false },
  AccessDeniedException: { code: 'aws-access-denied', retryable: false },
  ThrottlingException: { code: 'throttled', retryable: true },
  Throttling: { code: 'throttled', retryable: true },
  TooManyRequestsException: { code: 'throttled', retryable: true },
  RequestLimitExceeded: { code: 'throttled', retryable: true },
  CredentialsProviderError: { code: 'no-credentials', retryable: true },
  TokenProviderError: { code: 'no-credentials', retryable: true },
  ExpiredTokenException: { code: 'no-credentials', retryable: true },
  UnrecognizedClientException: { code: 'no-credentials', retryable: true },
  InvalidSignatureException: { code: 'no-credentials', retryable: true },
  MissingAuthenticationTokenException: { code: 'no-credentials', retryable: true },
  IncompleteSignatureException: { code: 'no-credentials', retryable: true },
};

/** Nothing was sent when the connection could not be made. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

interface Thrown {
  name: string;
  message: string;
  code?: unknown;
  /** What Node was doing. */
  syscall?: unknown;
  $metadata?: { httpStatusCode?: number };
}

/** The SDK takes the service's time from the refusal and signs the next call with it. Nothing was done. */
function isClockOff(thrown: Thrown): boolean {
  if (['RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed'].includes(thrown.name)) return true;
  return (
    thrown.name === 'InvalidSignatureException' &&
    /expired|not yet current|in the future/i.test(thrown.message)
  );
}

const isNamed = (thrown: unknown): thrown is Thrown =>
  typeof thrown === 'object' && thrown !== null && 'name' in thrown && 'message' in thrown;

/** Turns what the SDK throws into our error; the service's wording is kept in the message. */
export function toServiceError(thrown: unknown, operation: string): ActionDeskError {
  if (thrown instanceof ActionDeskError) return thrown;
  if (!isNamed(thrown)) {
    return new ActionDeskError('unreachable', `${operation}: no answer.`, { retryable: true, cause: thrown });
  }
  if (isClockOff(thrown)) {
    const words = thrown.message.replace(/\.$/, '');
    const sentence = `This computer's clock is off: AWS refused the signature's time (${words}). Set the clock; calls are signed with the service's time meanwhile.`;
    return new ActionDeskError('not-connected', sentence, { retryable: true, cause: thrown });
  }
  const known = BY_NAME[thrown.name];
  if (known?.code === 'no-credentials') {
    const sentence = `No usable AWS credentials (${thrown.message.replace(/\.$/, '')}).`;
    return new ActionDeskError(known.code, sentence, { retryable: true, cause: thrown });
  }
  const words = `${thrown.name}: ${thrown.message}`;
  if (known) return new ActionDeskError(known.code, words, { retryable: known.retryable, cause: thrown });
  const status = thrown.$metadata?.httpStatusCode ?? 0;
  if (status === 429) return new ActionDeskError('throttled', words, { retryable: true, cause: thrown });
  // Whatever its name, a 4xx was answered by somebody who did not do it.
  if (status >= 400 && status < 500) return new ActionDeskError('aws-other', words, { cause: thrown });
  // A network that goes away says the same of a connection that was there, whose request may have arrived.
  const wasConnected = thrown.syscall === 'read' || thrown.syscall === 'write';
  const neverSent = typeof thrown.code === 'string' && NEVER_CONNECTED.has(thrown.code) && !wasConnected;
  const late = thrown.name === 'AbortError' || thrown.name === 'TimeoutError';
  const reason = late ? 'no answer in time' : thrown.message || thrown.name;
  return new ActionDeskError(neverSent ? 'not-connected' : 'unreachable', `${operation}: ${reason}`, {
    retryable: true,
    cause: thrown,
  });
}

/** The error with a secret that the service may have echoed taken out of its words; the cause goes with it. */
export function withoutSecret(error: ActionDeskError, secret: string): ActionDeskError {
  if (!error.message.includes(secret)) return error;
  return new ActionDeskError(error.code, error.message.replaceAll(secret, SECRET_MARK), {
    retryable: error.retryable,
  });
}
