import { ActionDeskError } from '#shared/domain/errors.ts';
import { boundedCall, type CallBounds } from './bounded-call.ts';

/** A bounded call for people: what was refused is named, since the service's own words often leave out which call it was. */
export async function namedCall<T>(
  operation: string,
  bounds: CallBounds,
  send: (options: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  try {
    return await boundedCall(operation, bounds, send);
  } catch (thrown) {
    throw thrown instanceof ActionDeskError ? named(operation, thrown) : thrown;
  }
}

function named(operation: string, error: ActionDeskError): ActionDeskError {
  const { code, message, retryable } = error;
  const options = { retryable, cause: error.cause };
  if (code === 'aws-access-denied')
    return new ActionDeskError(
      code,
      `These credentials may not call codepipeline:${operation}. ${message}`,
      options,
    );
  if (code === 'throttled')
    return new ActionDeskError(
      code,
      `CodePipeline throttles ${operation}: wait a moment. ${message}`,
      options,
    );
  return error;
}
