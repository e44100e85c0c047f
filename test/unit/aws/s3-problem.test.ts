import { describe, expect, it } from 'vitest';
import type { Whose } from '#main/aws/s3-door.ts';
import { toArtifactProblem } from '#main/aws/s3-problem.ts';
import type { ProblemContext } from '#main/aws/s3-problem-context.ts';
import { Secret } from '#shared/domain/secret.ts';

const environment: Whose = {
  ...{ kind: 'environment', environment: 'live' },
  source: { kind: 'profile', profile: 'vendor' },
};
const job: Whose = {
  ...{ kind: 'job', runId: 'run-1' },
  locations: [
    { bucket: 'codepipeline-1', key: 'checkout/BuildArtif/abc.zip' },
    { bucket: 'codepipeline-1', key: 'checkout/Report/def.zip' },
  ],
};

/** An error as the SDK throws it. */
function thrown(
  name: string,
  status: number,
  message = name,
  more: object = {},
  headers: object = {},
): Error {
  return Object.assign(new Error(message), {
    ...{ name, $metadata: { httpStatusCode: status }, $response: { statusCode: status, headers } },
    ...more,
  });
}

function problem(error: unknown, change: Partial<ProblemContext> = {}) {
  const asked = { action: 's3:GetObject', bucket: 'codepipeline-1', key: 'checkout/BuildArtif/abc.zip' };
  const found = toArtifactProblem(error, { whose: environment, ...asked, ...change });
  return { ...found, facts: Object.fromEntries(found.facts.map(({ name, value }) => [name, value])) };
}

describe('a problem with an artifact', () => {
  const object = 's3://codepipeline-1/checkout/BuildArtif/abc.zip';
  it.each([
    [thrown('NoSuchBucket', 404), 'not-found', 'There is no bucket codepipeline-1.', false],
    [thrown('NoSuchKey', 404), 'not-found', `${object} is not there.`, false],
    [thrown('NotFound', 404), 'not-found', `${object} is not there.`, false],
    [
      thrown('NoSuchKey', 404, '', {}, { 'x-amz-delete-marker': 'true' }),
      'not-found',
      `${object} was deleted: its newest version is a delete marker.`,
      false,
    ],
    [
      thrown('InvalidObjectState', 403, '', { StorageClass: 'GLACIER' }),
      'not-allowed-now',
      `${object} is archived (GLACIER): it has to be restored before it can be read.`,
      false,
    ],
    [
      thrown('PermanentRedirect', 301, '', {}, { 'X-Amz-Bucket-Region': 'eu-west-1' }),
      'aws-other',
      'The bucket codepipeline-1 lies in eu-west-1.',
      false,
    ],
    [
      thrown('ExpiredToken', 400),
      'no-credentials',
      "The environment's credentials have ended and could not be renewed.",
      true,
    ],
    [
      thrown('InvalidAccessKeyId', 403),
      'no-credentials',
      'S3 does not know these credentials (InvalidAccessKeyId).',
      false,
    ],
    [
      thrown('RequestTimeTooSkewed', 403),
      'not-connected',
      "This computer's clock is off: S3 refused the signature's time.",
      true,
    ],
    [
      thrown('PreconditionFailed', 412),
      'not-allowed-now',
      `${object} was replaced meanwhile: what was read before does not fit what is there now.`,
      false,
    ],
    [
      thrown('InvalidRange', 416),
      'not-allowed-now',
      `${object} has no such bytes: it is shorter than it was.`,
      false,
    ],
    [thrown('SlowDown', 503), 'throttled', 'S3 asks for fewer requests (SlowDown).', true],
    [thrown('InternalError', 500), 'unreachable', 'S3 is in trouble (InternalError).', true],
  ])('is told in a sentence: %s', (error, code, sentence, retryable) => {
    expect(problem(error)).toMatchObject({ code, sentence, retryable });
  });

  it('explains a refusal by what S3 says: who, which action, on what, because of which policy', () => {
    const message =
      'User: arn:aws:iam::123456789012:user/Ann is not authorized to perform: s3:GetObject on resource: ' +
      '"arn:aws:s3:::codepipeline-1/checkout/BuildArtif/abc.zip" because no identity-based policy allows the s3:GetObject action';
    expect(problem(thrown('AccessDenied', 403, message))).toMatchObject({
      code: 'aws-access-denied',
      sentence: `The environment's credentials (profile vendor) may not do this: S3 refused s3:GetObject on ${object}.`,
      facts: {
        Credentials: 'of the environment live: profile vendor',
        Object: object,
        Action: 's3:GetObject',
        Principal: 'arn:aws:iam::123456789012:user/Ann',
        Because: 'no identity-based policy allows the s3:GetObject action',
        'What would change it':
          's3:GetObject on arn:aws:s3:::codepipeline-1/checkout/BuildArtif/abc.zip, allowed by the policy of these credentials and of the bucket.',
      },
    });
  });

  it('says that a bare refusal may stand for an object that is not there', () => {
    expect(problem(thrown('AccessDenied', 403, 'Access Denied')).sentence).toContain(
      'S3 answers the same for an object that is not there while s3:ListBucket is not allowed.',
    );
  });

  it.each([
    [
      'the words of S3',
      thrown(
        ...([
          'AccessDenied',
          403,
          'User: arn:aws:sts::1:assumed-role/r/s is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:1:key/k because no resource-based policy allows the kms:Decrypt action',
        ] as const),
      ),
      null,
    ],
    ['a HEAD', thrown('AccessDenied', 403, 'Access Denied'), 'arn:aws:kms:us-east-1:1:key/k'],
    [
      'the older words',
      thrown(
        ...([
          'AccessDenied',
          403,
          'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
        ] as const),
      ),
      'arn:aws:kms:us-east-1:1:key/k',
    ],
  ])('names the KMS key that may not be used, known from %s', (_from, error, kmsKeyId) => {
    const found = problem(error, { kmsKeyId });
    expect(found.sentence).toContain('may not decrypt');
    expect(found.facts).toMatchObject({ Action: 'kms:Decrypt', 'KMS key': 'arn:aws:kms:us-east-1:1:key/k' });
  });

  it("says where a job's credentials reach, and that what was asked lies outside", () => {
    const denied = thrown('AccessDenied', 403, 'Access Denied');
    expect(problem(denied, { whose: job, key: 'payments/x.zip' })).toMatchObject({
      sentence:
        "The job's credentials open s3://codepipeline-1/checkout/ only; s3://codepipeline-1/payments/x.zip lies outside.",
      facts: {
        Credentials: 'temporary ones of the job of run run-1',
        'These credentials are for': 's3://codepipeline-1/checkout/',
      },
    });
    expect(problem(denied, { whose: job }).sentence).toContain("The job's credentials may not do this");
    expect(problem(thrown('ExpiredToken', 400), { whose: job }).sentence).toContain("The job's credentials");
  });

  it('shows no secret, whatever was thrown', () => {
    const secret = 'wJalrXUtnFEMI';
    const whose: Whose = {
      ...{ kind: 'environment', environment: 'live' },
      source: { kind: 'static', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: new Secret(secret) },
    };
    for (const error of [new Error('x'), 'text', null, undefined, thrown('Odd', 418)]) {
      const found = toArtifactProblem(error, { whose, action: 's3:ListAllMyBuckets', bucket: null });
      expect(JSON.stringify(found)).not.toContain(secret);
      expect(JSON.stringify(found)).not.toContain('AKIAIOSFODNN7EXAMPLE');
      expect(found.sentence).not.toBe('');
    }
  });
});
