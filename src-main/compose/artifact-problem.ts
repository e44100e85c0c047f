import type { ArtifactProblem } from '#shared/domain/artifact.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { ArtifactRefused } from '../aws/s3-problem.ts';

/** An answer of the desk, or why there is none. */
export type Answered<T> = { ok: true; found: T } | { ok: false; problem: ArtifactProblem };

/** What was thrown while an artifact was read, for people. Rethrows what nobody foresaw: that is no answer of S3. */
export function artifactProblemOf(thrown: unknown): ArtifactProblem {
  if (thrown instanceof ArtifactRefused) return thrown.problem;
  if (!(thrown instanceof ActionDeskError) || thrown.code === 'internal') throw thrown;
  return { code: thrown.code, sentence: thrown.message, facts: [], retryable: thrown.retryable };
}

/** Turns refusals into answers. */
export async function answered<T>(work: () => Promise<T>): Promise<Answered<T>> {
  try {
    return { ok: true, found: await work() };
  } catch (thrown) {
    return { ok: false, problem: artifactProblemOf(thrown) };
  }
}
