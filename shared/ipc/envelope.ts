import type { ErrorCode } from '../domain/errors.ts';

/** Every answer across the process border: nothing is thrown there. */
export type Envelope<T> =
  { ok: true; value: T } | { ok: false; error: { code: ErrorCode; message: string; retryable: boolean } };
