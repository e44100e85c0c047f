import { createHmac, timingSafeEqual } from 'node:crypto';
import { header } from '../wire.ts';
import type { WireRequest } from '../wire.ts';
import type { AuthRealm, Identity } from './authenticate.ts';
import { AuthRefusal } from './auth-problem.ts';
import { lookUp } from './look-up.ts';

/** Parameters that are part of the signed resource. */
const signedParameters = new Set(
  `accelerate acl analytics cors defaultObjectAcl delete inventory lifecycle location logging metrics notification
  object-lock partNumber policy policyStatus publicAccessBlock replication requestPayment restore retention select
  select-type storageClass tagging torrent uploadId uploads versionId versioning versions website legal-hold encryption
  response-cache-control response-content-disposition response-content-encoding response-content-language
  response-content-type response-expires`.split(/\s+/),
);

/** Whether a URL is presigned in the old way, as boto3 and the AWS CLI do it for us-east-1 unless told otherwise. */
export function isQueryV2({ query }: WireRequest): boolean {
  return query.has('AWSAccessKeyId') && !query.has('X-Amz-Algorithm');
}

/**
 * Finds out who presigned a URL with signature version 2. It does not say when it was signed, nor for which
 * region: it ends by the host's real clock, whatever was skipped. Throws AuthRefusal.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html
 */
export function authenticateQueryV2(request: WireRequest, realm: AuthRealm, region: string): Identity {
  const { query } = request;
  if (header(request, 'authorization') !== undefined) throw new AuthRefusal({ kind: 'both-forms' });
  const [accessKeyId, given, expires] = ['AWSAccessKeyId', 'Signature', 'Expires'].map((name) =>
    query.get(name),
  );
  if (!accessKeyId || !given || !expires) throw new AuthRefusal({ kind: 'incomplete-v2' });
  if (!/^\d{1,12}$/.test(expires)) throw new AuthRefusal({ kind: 'malformed-v2-expiry', given: expires });
  const expiredAt = Number(expires) * 1000;
  const now = realm.wallNow;
  if (now > expiredAt) throw new AuthRefusal({ kind: 'url-expired', expiresSeconds: null, expiredAt, now });
  const token = query.get('x-amz-security-token') ?? header(request, 'x-amz-security-token') ?? null;
  const { secret, jobScopes } = lookUp(accessKeyId, token, realm);
  const stringToSign = signedText(request, expires);
  if (!isSignature(given) || (secret !== null && !isEqual(hmacSha1(secret, stringToSign), given))) {
    const problem = { accessKeyId, signature: given, stringToSign, canonicalRequest: null };
    throw new AuthRefusal({ kind: 'mismatch', ...problem });
  }
  return { accessKeyId, region, jobScopes };
}

function signedText(request: WireRequest, expires: string): string {
  const { method, path, query } = request;
  // Headers may stand in the query, as nobody who follows a link can send any.
  const valueOf = (name: string): string => header(request, name) ?? query.get(name) ?? '';
  const names = [...Object.keys(request.headers), ...query.keys()].filter((name) => /^x-amz-/.test(name));
  const headers = [...new Set(names)].sort().map((name) => `${name}:${valueOf(name).trim()}\n`);
  const parameters = [...query]
    .filter(([name]) => signedParameters.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  const resource = parameters.length === 0 ? path : `${path}?${parameters.join('&')}`;
  const lines = [method, valueOf('content-md5'), valueOf('content-type'), expires];
  return `${lines.join('\n')}\n${headers.join('')}${resource}`;
}

function hmacSha1(secret: string, text: string): string {
  return createHmac('sha1', secret).update(text).digest('base64');
}

function isSignature(given: string): boolean {
  return /^[A-Za-z0-9+/]{27}=$/.test(given);
}

function isEqual(computed: string, given: string): boolean {
  return timingSafeEqual(Buffer.from(computed), Buffer.from(given));
}
