import { describe, expect, it } from 'vitest';
import { authenticate } from '#main/simulator/auth/authenticate.ts';
import type { WireRequest } from '#main/simulator/wire.ts';
import { aRealm, aRequest, example, problemOf } from './a-realm.ts';

const host = 'examplebucket.s3.amazonaws.com';
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const date = { 'x-amz-date': '20130524T000000Z' };

function authorization(signedHeaders: string, signature: string): string {
  const credential = `${example.accessKeyId}/20130524/us-east-1/s3/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${signedHeaders},Signature=${signature}`;
}

/** Signatures that AWS's documentation gives in full. */
const documented: Record<string, WireRequest> = {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
  'a GET with a range': aRequest('GET', '/test.txt', {
    host,
    range: 'bytes=0-9',
    'x-amz-content-sha256': emptyHash,
    ...date,
    authorization: authorization(
      'host;range;x-amz-content-sha256;x-amz-date',
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ),
  }),
  'a PUT of a key that must be encoded': aRequest(
    'PUT',
    '/test$file.text',
    {
      host,
      date: 'Fri, 24 May 2013 00:00:00 GMT',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
      ...date,
      authorization: authorization(
        'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
        '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
      ),
    },
    'Welcome to Amazon S3.',
  ),
  'a listing': aRequest('GET', '/?prefix=J&max-keys=2', {
    host,
    'x-amz-content-sha256': emptyHash,
    ...date,
    authorization: authorization(
      'host;x-amz-content-sha256;x-amz-date',
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ),
  }),
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
  'a presigned GET': aRequest(
    'GET',
    `/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${example.accessKeyId}%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`,
    { host },
  ),
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
  'an upload signed in chunks': aRequest(
    'PUT',
    '/examplebucket/chunkObject.txt',
    {
      host: 's3.amazonaws.com',
      ...date,
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': '66560',
      'content-length': '66824',
      authorization: authorization(
        'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
        '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
      ),
    },
    [
      `10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n${'a'.repeat(65_536)}\r\n`,
      `400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n${'a'.repeat(1024)}\r\n`,
      '0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n',
    ].join(''),
  ),
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
  'an upload signed in chunks with a trailer': aRequest(
    'PUT',
    '/examplebucket/chunkObject.txt',
    {
      host: 's3.amazonaws.com',
      ...date,
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': '66560',
      'x-amz-trailer': 'x-amz-checksum-crc32c',
      authorization: authorization(
        'content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer',
        '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
      ),
    },
    [
      `10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n${'a'.repeat(65_536)}\r\n`,
      `400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n${'a'.repeat(1024)}\r\n`,
      '0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n',
      'x-amz-checksum-crc32c:sOO8/Q==\r\n',
      'x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n',
    ].join(''),
  ),
};

describe('the signatures in the documentation of AWS', () => {
  it.each(Object.entries(documented))('are accepted for %s', (_name, request) => {
    expect(authenticate(request, 's3', aRealm())).toEqual({
      accessKeyId: example.accessKeyId,
      region: 'us-east-1',
      jobScopes: null,
    });
  });

  it.each(Object.entries(documented))('do not fit %s under another key', (_name, request) => {
    const other = { ...example, secretAccessKey: 'another', sessionToken: null, expiresAt: null };
    const realm = aRealm({ known: new Map([[example.accessKeyId, other]]) });
    expect(problemOf(() => authenticate(request, 's3', realm)).kind).toBe('mismatch');
  });

  it.each([
    ['a chunk is changed', 'an upload signed in chunks', 66_000, 'b'],
    ['the order of signatures is broken', 'an upload signed in chunks', 40, '0'],
    ['a trailer is changed', 'an upload signed in chunks with a trailer', -110, 'X'],
  ])('do not fit when %s', (_what, name, at, character) => {
    const request = documented[name];
    if (!request) throw new Error(name);
    const body = Buffer.from(request.body);
    body.write(character, at < 0 ? body.length + at : at);
    const kind = problemOf(() => authenticate({ ...request, body }, 's3', aRealm())).kind;
    expect(kind).toBe('mismatch');
  });

  it('shows what it signed instead', () => {
    const request = documented['a listing'] as WireRequest;
    const changed = { ...request, query: new URLSearchParams('prefix=K&max-keys=2') };
    expect(problemOf(() => authenticate(changed, 's3', aRealm()))).toMatchObject({
      accessKeyId: example.accessKeyId,
      canonicalRequest: expect.stringContaining('GET\n/\nmax-keys=2&prefix=K\nhost:') as string,
      stringToSign: expect.stringMatching(
        /^AWS4-HMAC-SHA256\n20130524T000000Z\n20130524\/us-east-1\/s3\/aws4_request\n/,
      ) as string,
    });
  });
});
