import type { ErrorCode } from '#shared/domain/errors.ts';
import { whatOf, type ProblemContext } from './s3-problem-context.ts';
import { readRefusal } from './s3-refusal-words.ts';
import type { S3Failure } from './s3-failure.ts';
import { scopeOf, whoseWords } from './s3-whose.ts';

/** A failure of S3 in words for people, before whose credentials and S3's own words are added. */
export interface Explained {
  code: ErrorCode;
  sentence: string;
  retryable?: boolean;
  /** What would change it. */
  change?: string;
  facts?: { name: string; value: string }[];
}

/** S3 said no: whose credentials, to what, and who could change it. Pure. */
export function refusal(failure: S3Failure, context: ProblemContext): Explained {
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
