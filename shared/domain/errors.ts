/**
 * Stable codes that cross process borders. `aws-*` codes are CodePipeline's own refusals in our spelling; `unreachable`
 * leaves open whether the call arrived, `not-connected` says that it did not;
 * the renderer and the command line decide by the code, people read the message.
 */
export const ERROR_CODES = [
  'invalid-input',
  'not-found',
  'not-allowed-now',
  'refused-sender',
  'no-credentials',
  'unreachable',
  'not-connected',
  'throttled',
  'aws-action-type-not-found',
  'aws-invalid-client-token',
  'aws-invalid-nonce',
  'aws-invalid-job',
  'aws-invalid-job-state',
  'aws-job-not-found',
  'aws-output-variables-size',
  'aws-validation',
  'aws-access-denied',
  'aws-other',
  'backend-rejected',
  'backend-unavailable',
  'vault-unavailable',
  'data-folder-in-use',
  'store-damaged',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** The one error type of the product. `retryable` says whether the same call may succeed later unchanged. */
export class ActionDeskError extends Error {
  override readonly name = 'ActionDeskError';
  readonly code: ErrorCode;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}

/** Wraps whatever was thrown, so that callers always have a code; an ActionDeskError passes unchanged. */
export function toActionDeskError(thrown: unknown): ActionDeskError {
  if (thrown instanceof ActionDeskError) return thrown;
  const message = thrown instanceof Error ? thrown.message : printed(thrown);
  return new ActionDeskError('internal', message, { cause: thrown });
}

/** Objects without a prototype have no text, and asking for it throws. */
function printed(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return 'something that cannot be printed was thrown';
  }
}
