import { describe, expect, it } from 'vitest';
import { authenticate } from '#main/simulator/auth/authenticate.ts';
import { jsonRefusal } from '#main/simulator/auth/json-refusal.ts';
import { s3Refusal } from '#main/simulator/auth/s3-refusal.ts';
import { aRealm, aRequest, exampleTime, problemOf } from './a-realm.ts';

interface Parts {
  credential?: string;
  signedHeaders?: string;
  signature?: string;
  headers?: Record<string, string>;
}

const zeros = '0'.repeat(64);
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function jsonRequest(parts: Parts = {}, body = '{}') {
  const { signedHeaders = 'host;x-amz-date', signature = zeros, headers = {} } = parts;
  const { credential = 'AKIAGUEST/20130524/us-east-1/codepipeline/aws4_request' } = parts;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  const all = { host: 'localhost', 'x-amz-date': '20130524T000000Z', authorization, ...headers };
  return aRequest('POST', '/', all, body);
}

/** What CodePipeline says to a request in a realm that lets guests in. */
function refusal(parts: Parts, changes: Parameters<typeof aRealm>[0] = {}) {
  const realm = aRealm({ guests: true, ...changes });
  return jsonRefusal(problemOf(() => authenticate(jsonRequest(parts), 'codepipeline', realm)));
}

describe('a guest of CodePipeline', () => {
  it('is let in with any secret', () => {
    expect(authenticate(jsonRequest(), 'codepipeline', aRealm({ guests: true }))).toMatchObject({
      accessKeyId: 'AKIAGUEST',
      jobScopes: null,
    });
  });

  it('is refused where there are none', () => {
    expect(refusal({}, { guests: false })).toMatchObject({
      type: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
  });

  it.each<[string, Parts, string, RegExp | string]>([
    ['no signature', { headers: { authorization: '' } }, 'IncompleteSignatureException', /'algorithm': ''/],
    [
      'another algorithm',
      { headers: { authorization: 'Basic eDp5' } },
      'IncompleteSignatureException',
      /'Basic'/,
    ],
    [
      'parts missing',
      { signature: '', signedHeaders: '' },
      'IncompleteSignatureException',
      /'SignedHeaders' parameter. Authorization header requires 'Signature'/,
    ],
    [
      'a short credential',
      { credential: 'AKIA/20130524/us-east-1' },
      'IncompleteSignatureException',
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKIA/20130524/us-east-1'",
    ],
    [
      'a date in another form',
      { headers: { 'x-amz-date': '2013-05-24' } },
      'IncompleteSignatureException',
      /^Date must be in ISO-8601 'basic format'. Got '2013-05-24'/,
    ],
    [
      'a day that does not exist',
      { headers: { 'x-amz-date': '20130231T000000Z' } },
      'IncompleteSignatureException',
      /^Date must be/,
    ],
    [
      'an unknown region',
      { credential: 'A/20130524/mars-north-1/codepipeline/aws4_request' },
      'InvalidSignatureException',
      "Credential should be scoped to a valid region, not 'mars-north-1'.",
    ],
    [
      'everything wrong in the scope',
      { credential: 'A/b/c/d/e' },
      'InvalidSignatureException',
      "Credential should be scoped to a valid region, not 'c'. Credential should be scoped to correct service: 'codepipeline'. Credential should be scoped with a valid terminator: 'aws4_request', not 'e'. Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: 'b' != '20130524', from '20130524T000000Z'.",
    ],
    [
      'the host unsigned',
      { signedHeaders: 'x-amz-date' },
      'InvalidSignatureException',
      /'Host' or ':authority' must be/,
    ],
    [
      'a signature that is no hash',
      { signature: 'f00' },
      'InvalidSignatureException',
      /^The request signature we calculated does not match/,
    ],
    [
      'another hash of the body',
      { headers: { 'x-amz-content-sha256': emptyHash } },
      'InvalidSignatureException',
      /does not match/,
    ],
    [
      'a session token',
      { headers: { 'x-amz-security-token': 'x' } },
      'UnrecognizedClientException',
      /invalid/,
    ],
    [
      'a temporary key',
      { credential: 'ASIAGUEST/20130524/us-east-1/codepipeline/aws4_request' },
      'UnrecognizedClientException',
      /invalid/,
    ],
  ])('is refused with %s', (_what, parts, type, message) => {
    expect(refusal(parts)).toMatchObject({ type });
    expect(refusal(parts).message).toMatch(message);
  });

  it('is refused without the header that is signed in place of a date', () => {
    const request = jsonRequest();
    delete request.headers['x-amz-date'];
    const problem = problemOf(() => authenticate(request, 'codepipeline', aRealm({ guests: true })));
    expect(jsonRefusal(problem).message).toMatch(
      /requires existence of either a 'X-Amz-Date' or a 'Date' header/,
    );
  });

  it.each([
    [
      -901,
      'Signature not yet current: 20130524T000000Z is still later than 20130523T235959Z (20130523T234459Z + 15 min.)',
    ],
    [
      901,
      'Signature expired: 20130524T000000Z is now earlier than 20130524T000001Z (20130524T001501Z - 15 min.)',
    ],
  ])('is refused when the clocks differ by %i s', (seconds, message) => {
    const error = refusal({}, { wallNow: exampleTime + seconds * 1000 });
    expect(error).toMatchObject({ type: 'InvalidSignatureException', message });
  });

  it('is let in when the clocks differ by 15 minutes', () => {
    for (const wallNow of [exampleTime - 900_000, exampleTime + 900_000]) {
      const realm = aRealm({ guests: true, wallNow, now: wallNow + 1e9 });
      expect(authenticate(jsonRequest(), 'codepipeline', realm).region).toBe('us-east-1');
    }
  });
});

describe('a presigned URL', () => {
  const url = (changes: Record<string, string> = {}) =>
    `/b/k?${new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIAGUEST/20130524/us-east-1/s3/aws4_request',
      'X-Amz-Date': '20130524T000000Z',
      'X-Amz-Expires': '3600',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': zeros,
      ...changes,
    }).toString()}`;
  const enter = (target: string, changes: Parameters<typeof aRealm>[0] = {}, headers = {}) =>
    authenticate(
      aRequest('GET', target, { host: 'localhost', ...headers }),
      's3',
      aRealm({ guests: true, ...changes }),
    );
  const refused = (...args: Parameters<typeof enter>) => s3Refusal(problemOf(() => enter(...args)));

  it('opens until it ends, by real and skipped time together', () => {
    const skipped = (ms: number) => ({ wallNow: exampleTime + 1000, skippedSince: () => ms });
    expect(enter(url(), skipped(3_599_000)).accessKeyId).toBe('AKIAGUEST');
    expect(refused(url(), skipped(3_600_000))).toMatchObject({
      status: 403,
      code: 'AccessDenied',
      message: 'Request has expired',
      details: {
        'X-Amz-Expires': '3600',
        Expires: '2013-05-24T01:00:00Z',
        ServerTime: '2013-05-24T01:00:01Z',
      },
    });
  });

  it.each([
    ['604801', /less than a week/],
    ['-1', /non-negative/],
    ['soon', /should be a number/],
  ])('is refused with a life of %s', (expires, message) => {
    const error = refused(url({ 'X-Amz-Expires': expires }));
    expect(error).toMatchObject({ status: 400, code: 'AuthorizationQueryParametersError' });
    expect(error.message).toMatch(message);
  });

  it('is refused with a parameter missing, and beside an Authorization header', () => {
    expect(refused(url().replace('X-Amz-Date', 'X-Amz-Day')).code).toBe('AuthorizationQueryParametersError');
    expect(refused(url(), {}, { authorization: 'AWS4-HMAC-SHA256 x' }).code).toBe('InvalidArgument');
  });

  it('covers headers of S3 only when they are signed', () => {
    expect(refused(url(), {}, { 'x-amz-tagging': 'a=b' })).toMatchObject({
      code: 'AccessDenied',
      details: { HeadersNotSigned: 'x-amz-tagging' },
    });
  });
});
