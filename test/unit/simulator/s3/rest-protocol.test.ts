import { validateHeaderName, validateHeaderValue } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openS3Store } from '#main/simulator/s3/open-s3-store.ts';
import { answerS3, s3OperationName } from '#main/simulator/s3/rest-protocol.ts';
import { addBucket, putObject } from '#main/simulator/s3/store.ts';
import { predictableEntropy } from '../predictable-entropy.ts';

const entropy = predictableEntropy();
const absurd = fc.oneof(
  fc.constantFrom('', '0', '-1', '1e9', '99999999999999999999', 'null', '__proto__', 'ü😀', '%', '"', '<&>'),
  fc.constantFrom(
    '1',
    'a',
    'u',
    'bytes=1-2',
    'bytes=9-',
    '*',
    'REPLACE',
    'SHA256',
    'ENABLED',
    'bucket/a',
    'k=v',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

// Real requests, to be spoilt by parameters and headers that do not belong to them.
const encryption = (key: string) =>
  `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>${key}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`;
const requests: readonly (readonly [string, string, string?])[] = [
  ['GET', '/'],
  ['GET', '/bucket'],
  ['GET', '/bucket?list-type=2&delimiter=/'],
  ['GET', '/bucket?versions'],
  ['GET', '/bucket?uploads'],
  ['GET', '/bucket?encryption'],
  [
    'PUT',
    '/bucket?versioning',
    '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
  ],
  ['PUT', '/bucket?encryption', encryption('alias/x')],
  ['PUT', '/bucket?encryption', encryption('&#10;ü')],
  ['PUT', '/bucket?policy', '{"Statement": []}'],
  [
    'PUT',
    '/bucket?tagging',
    '<Tagging><TagSet><Tag><Key>__proto__</Key><Value>x</Value></Tag></TagSet></Tagging>',
  ],
  [
    'POST',
    '/bucket?delete',
    '<Delete><Object><Key>b</Key><VersionId>__proto__</VersionId></Object></Delete>',
  ],
  ['POST', '/bucket'],
  ['PUT', '/__proto__', '<CreateBucketConfiguration/>'],
  ['PUT', '/new-bucket'],
  ['GET', '/bucket/a'],
  ['HEAD', '/bucket/a'],
  ['GET', '/bucket/%'],
  ['GET', '/bucket/a?attributes'],
  ['GET', '/bucket/a?tagging'],
  ['PUT', '/bucket/a', 'text'],
  ['PUT', '/bucket/a', '5\r\nabcde\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n'],
  ['DELETE', '/bucket/b'],
  ['POST', '/bucket/a?uploads'],
  ['PUT', '/bucket/a?uploadId=u&partNumber=1', 'part'],
  ['GET', '/bucket/a?uploadId=u'],
  [
    'POST',
    '/bucket/a?uploadId=u',
    '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"x"</ETag></Part></CompleteMultipartUpload>',
  ],
  ['PATCH', '/bucket/a'],
];
const parameters = `uploads uploadId partNumber versionId versions prefix delimiter marker continuation-token
  start-after max-keys max-parts part-number-marker key-marker version-id-marker upload-id-marker max-uploads
  encoding-type tagging acl __proto__ max-buckets bucket-region response-content-type
  response-content-disposition`.split(/\s+/);
const headers = `range if-match if-none-match if-modified-since x-amz-copy-source x-amz-copy-source-range
  x-amz-checksum-crc32 x-amz-checksum-algorithm x-amz-checksum-type x-amz-checksum-mode x-amz-trailer content-md5
  x-amz-sdk-checksum-algorithm content-encoding x-amz-content-sha256 x-amz-decoded-content-length x-amz-tagging
  x-amz-server-side-encryption x-amz-object-attributes x-amz-meta-__proto__ x-amz-storage-class
  x-amz-metadata-directive x-amz-part-number-marker x-amz-max-parts`.split(/\s+/);

describe('answerS3', () => {
  it('answers whatever comes, with headers that can be sent, and goes on working', () => {
    const store = openS3Store({ folder: null });
    const state = { store, now: 1, entropy, region: 'us-east-1' };
    const put = (key: string) =>
      putObject(store, 'bucket', key, { body: Buffer.from('0123'), headers: {}, now: 1, entropy });
    addBucket(store, 'bucket', { region: 'us-east-1', now: 1 });
    put('a');
    const property = fc.property(
      fc.constantFrom(...requests),
      fc.array(fc.tuple(fc.constantFrom(...parameters), absurd), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom(...headers), absurd.map(asHeader), { maxKeys: 2 }),
      ([method, target, body = ''], spoilt, given) => {
        const [path = '', query] = target.split('?');
        const wire = {
          method,
          path,
          query: new URLSearchParams([...new URLSearchParams(query), ...spoilt]),
          headers: given,
          body: Buffer.from(body),
        };
        const reply = answerS3(wire, state);
        expect(reply.status).toBeLessThanOrEqual(501);
        expect(reply.status).not.toBe(500);
        for (const [name, text] of Object.entries(reply.headers)) {
          validateHeaderName(name);
          validateHeaderValue(name, text);
        }
      },
    );
    fc.assert(property, { numRuns: 10_000, seed: 20_150_709 });
    put('after');
    const plain = { method: 'GET', path: '/bucket/after', query: new URLSearchParams(), headers: {} };
    expect(answerS3({ ...plain, body: Buffer.alloc(0) }, state).body.toString()).toBe('0123');
  });
});

/** What Node lets through as the value of a header. */
function asHeader(text: string): string {
  return Buffer.from(text)
    .toString('latin1')
    .replace(/\p{Cc}/gu, '');
}

describe('s3OperationName', () => {
  it.each([
    ['GET', '/', 'ListBuckets'],
    ['GET', '/b', 'ListObjects'],
    ['GET', '/b?list-type=2', 'ListObjectsV2'],
    ['GET', '/b?versions', 'ListObjectVersions'],
    ['GET', '/b?uploads', 'ListMultipartUploads'],
    ['PUT', '/b/', 'CreateBucket'],
    ['PUT', '/b?versioning', 'PutBucketVersioning'],
    ['POST', '/b?delete', 'DeleteObjects'],
    ['POST', '/b', 'PostObject'],
    ['PUT', '/b/k?x-id=PutObject', 'PutObject'],
    ['GET', '/b/k?versionId=null&response-expires=x', 'GetObject'],
    ['GET', '/b/k?uploadId=u', 'ListParts'],
    ['POST', '/b/k?uploads', 'CreateMultipartUpload'],
    ['GET', '/b/k?attributes', 'GetObjectAttributes'],
    ['DELETE', '/b/k?tagging', 'DeleteObjectTagging'],
    ['PATCH', '/b/k', 'Unknown'],
    ['DELETE', '/b?versions', 'Unknown'],
  ])('knows %s %s as %s', (method, target, name) => {
    const { pathname: path, searchParams: query } = new URL(target, 'http://localhost');
    expect(s3OperationName({ method, path, query, headers: {}, body: Buffer.alloc(0) })).toBe(name);
  });
});
