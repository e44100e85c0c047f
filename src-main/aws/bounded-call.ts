import type { Secret } from '#shared/domain/secret.ts';
import { toServiceError, withoutSecret } from './service-errors.ts';

/** A little more than the socket's own time-out, which does not watch over an answer that stops half-way. */
const BODY_GRACE_MS = 1_000;

/** What holds for one call to the service. */
export interface CallBounds {
  timeoutMs: number;
  signal?: AbortSignal;
  /** Must not be in an error's words. */
  secrets: readonly (Secret | null)[];
}

/** One call with a deadline over headers and body; throws an ActionDeskError without the secrets. */
export async function boundedCall<T>(
  operation: string,
  bounds: CallBounds,
  send: (options: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  // A signal that was aborted before tells nobody any more.
  if (bounds.signal?.aborted) end();
  bounds.signal?.addEventListener('abort', end, { once: true });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      end();
      reject(Object.assign(new Error('no answer in time'), { name: 'TimeoutError' }));
    }, bounds.timeoutMs + BODY_GRACE_MS);
  });
  try {
    return await Promise.race([send({ abortSignal: ending.signal }), late]);
  } catch (thrown) {
    let error = toServiceError(thrown, operation);
    for (const secret of bounds.secrets) if (secret) error = withoutSecret(error, secret.reveal());
    throw error;
  } finally {
    clearTimeout(timer);
    bounds.signal?.removeEventListener('abort', end);
  }
}
