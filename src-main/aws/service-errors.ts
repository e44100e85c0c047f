import { ActionDeskError, type ErrorCode } from '#shared/domain/errors.ts';

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

const isNamed = (
  thrown: unknown,
): thrown is { name: string; message: string; $metadata?: { httpStatusCode?: number } } =>
  typeof thrown === 'object' && thrown !== null && 'name' in thrown && 'message' in thrown;

/** Turns what the SDK throws into our error; the service's wording is kept in the message. */
export function toServiceError(thrown: unknown, operation: string): ActionDeskError {
  if (thrown instanceof ActionDeskError) return thrown;
  if (!isNamed(thrown))
    return new ActionDeskError('unreachable', `${operation}: no answer.`, { retryable: true, cause: thrown });
  const known = BY_NAME[thrown.name];
  if (known)
    return new ActionDeskError(known.code, `${thrown.name}: ${thrown.message}`, {
      retryable: known.retryable,
      cause: thrown,
    });
  const status = thrown.$metadata?.httpStatusCode;
  if (status !== undefined && status >= 400 && status < 500 && thrown.name.endsWith('Exception')) {
    return new ActionDeskError('aws-other', `${thrown.name}: ${thrown.message}`, { cause: thrown });
  }
  const reason =
    thrown.name === 'AbortError' || thrown.name === 'TimeoutError'
      ? 'no answer in time'
      : thrown.message || thrown.name;
  return new ActionDeskError('unreachable', `${operation}: ${reason}`, { retryable: true, cause: thrown });
}
