import { createPatience } from './s3-patience.ts';
import { toRefused } from './s3-problem.ts';
import type { ProblemContext } from './s3-problem-context.ts';
import type { Whose } from './s3-door.ts';

/** What is asked of S3, as a refusal of it is explained. */
export type Asked = Omit<ProblemContext, 'whose'>;

/**
 * Asks S3 with a deadline over headers and body: `work` gets the signal that ends with it, or with the caller's. Throws
 * ArtifactRefused.
 */
export type AskS3 = <T>(
  asked: Asked,
  caller: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
) => Promise<T>;

/** @param timeoutMs how long S3 may be silent. */
export function createAsking(whose: Whose, timeoutMs: number): AskS3 {
  return async (asked, caller, work) => {
    const patience = createPatience(timeoutMs, caller);
    try {
      return await work(patience.signal);
    } catch (thrown) {
      throw toRefused(thrown, { ...asked, whose });
    } finally {
      patience.end();
    }
  };
}
