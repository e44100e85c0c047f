import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlace, placeText } from '#shared/domain/artifact-place.ts';

const object = (
  bucket: string,
  key: string,
  region: string | null = null,
  versionId: string | null = null,
) => ({
  ok: true,
  found: { kind: 'object', place: { region, bucket, key, versionId } },
});
const below = (bucket: string, prefix: string, region: string | null = null) => ({
  ok: true,
  found: { kind: 'prefix', region, bucket, prefix },
});

describe('a place', () => {
  it.each([
    ['s3://bucket-1/a/b.zip', object('bucket-1', 'a/b.zip')],
    ['  s3://bucket-1/a/b.zip \n', object('bucket-1', 'a/b.zip')],
    ['s3://bucket-1/a/b.zip?versionId=v1', object('bucket-1', 'a/b.zip', null, 'v1')],
    ['s3://bucket-1/a%20b+c?d', object('bucket-1', 'a%20b+c?d')],
    ['s3://bucket-1', below('bucket-1', '')],
    ['s3://bucket-1/a/', below('bucket-1', 'a/')],
    ['bucket-1/a/b.zip', object('bucket-1', 'a/b.zip')],
    ['arn:aws:s3:::bucket-1/a/b.zip', object('bucket-1', 'a/b.zip')],
    ['arn:aws-cn:s3:::bucket-1', below('bucket-1', '')],
    [
      'https://us-east-1.console.aws.amazon.com/s3/object/bucket-1?region=eu-west-1&bucketType=general&prefix=a/b%20c.zip&versionId=v1',
      object('bucket-1', 'a/b c.zip', 'eu-west-1', 'v1'),
    ],
    [
      'https://s3.console.aws.amazon.com/s3/buckets/bucket-1?region=eu-west-1',
      below('bucket-1', '', 'eu-west-1'),
    ],
    [
      'https://eu-west-1.console.aws.amazon.com/s3/buckets/bucket-1?prefix=a/b/&showversions=false',
      below('bucket-1', 'a/b/', 'eu-west-1'),
    ],
    [
      'https://s3.console.aws.amazon.com/s3/object/bucket-1?prefix=a/folder/',
      object('bucket-1', 'a/folder/'),
    ],
    [
      'https://bucket-1.s3.eu-west-1.amazonaws.com/a/b%20c.zip?versionId=v1',
      object('bucket-1', 'a/b c.zip', 'eu-west-1', 'v1'),
    ],
    ['https://my.dotted.bucket.s3.amazonaws.com/a', object('my.dotted.bucket', 'a')],
    ['https://s3.eu-west-1.amazonaws.com/bucket-1/a', object('bucket-1', 'a', 'eu-west-1')],
    ['https://s3-us-west-2.amazonaws.com/bucket-1/a', object('bucket-1', 'a', 'us-west-2')],
    ['https://s3.dualstack.us-west-2.amazonaws.com/bucket-1/a', object('bucket-1', 'a', 'us-west-2')],
    ['https://bucket-1.s3.cn-north-1.amazonaws.com.cn/a', object('bucket-1', 'a', 'cn-north-1')],
  ])('is read from %s', (text, expected) => {
    expect(parsePlace(text)).toEqual(expected);
  });

  it.each([
    ['', 'Nothing was given'],
    ['artifact.zip', 'a key or a bucket alone'],
    ['s3://x/key', 'no bucket’s name'],
    ['s3:///key', 'There is no bucket'],
    ['gs://bucket-1/key', 'no address of S3'],
    ['arn:aws:kms:us-east-1:123456789012:key/1', 'no ARN of a bucket'],
    ['https://example.com/bucket-1/key', 'none of S3'],
    ['https://bucket-1.s3.evil.com/key', 'none of S3'],
    ['https://s3.amazonaws.com.evil.com/bucket-1/key', 'none of S3'],
    ['https://console.aws.amazon.com/ec2/home', 'no bucket and no object'],
    ['https://s3.console.aws.amazon.com/s3/object/bucket-1', 'There is no key'],
    ['https://bucket-1.s3.amazonaws.com/%zz', 'encodes nothing'],
    [`s3://bucket-1/${'ä'.repeat(600)}`, 'longer than 1,024 bytes'],
  ])('is not read from %j, and the sentence says what was expected', (text, part) => {
    const answer = parsePlace(text);
    expect(answer.ok).toBe(false);
    if (!answer.ok) {
      expect(answer.sentence).toContain(part.replace('’', "'"));
      expect(answer.sentence).toContain('expected s3://bucket/key');
    }
  });

  it('survives being written and read', () => {
    const bucket = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{1,40}[a-z0-9]$/);
    const key = fc
      .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
      .filter((text) => text.trim() === text && !text.endsWith('/') && !text.includes('?versionId='));
    const versionId = fc.option(fc.stringMatching(/^[A-Za-z0-9._-]{1,32}$/));
    fc.assert(
      fc.property(bucket, key, versionId, (aBucket, aKey, aVersion) => {
        const place = { region: null, bucket: aBucket, key: aKey, versionId: aVersion };
        expect(parsePlace(placeText(place))).toEqual({ ok: true, found: { kind: 'object', place } });
      }),
    );
  });

  it('is never worth an exception', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((text) => `s3://${text}`),
        ),
        (text) => {
          expect(typeof parsePlace(text).ok).toBe('boolean');
        },
      ),
    );
  });
});
