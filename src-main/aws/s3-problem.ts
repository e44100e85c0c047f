import type { ArtifactProblem } from '#shared/domain/artifact.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { explain } from './s3-explanations.ts';
import { readS3Failure } from './s3-failure.ts';
import { whatOf, type ProblemContext } from './s3-problem-context.ts';
import { whoseWords } from './s3-whose.ts';
import { toServiceError } from './service-errors.ts';

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
