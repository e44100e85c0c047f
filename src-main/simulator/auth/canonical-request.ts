import { createHash, createHmac } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { header } from '../wire.ts';
import type { WireRequest } from '../wire.ts';
import { algorithm } from './signature.ts';
import type { Signature } from './signature.ts';

/** S3 signs a path as it is sent; every other service encodes it once more. */
export type SigningService = 's3' | 'codepipeline';

const unreserved = /^[A-Za-z0-9\-._~/]*$/;

/**
 * The request in the form that both sides sign. Text outside ASCII stays as the bytes of the wire (latin1).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalRequest(
  request: WireRequest,
  signature: Signature,
  service: SigningService,
  payloadHash: string,
): string {
  let headers = '';
  for (const name of signature.signedHeaders) headers += `${name}:${canonicalValue(header(request, name))}\n`;
  return [
    request.method,
    service === 's3' ? s3Path(request.path) : encodePath(request.path),
    canonicalQuery(request.query, signature.form === 'query'),
    headers,
    signature.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** What is signed with the key of the day. */
export function stringToSign(signature: Signature, canonical: string): string {
  return `${algorithm}\n${signature.amzDate}\n${scopeText(signature)}\n${sha256Hex(canonical)}`;
}

/** `date/region/service/terminator`. */
export function scopeText({ scope }: Signature): string {
  return `${scope.date}/${scope.region}/${scope.service}/${scope.terminator}`;
}

/** SHA-256 as lower-case hex; a text counts by its latin1 bytes, as headers come off the wire. */
export function sha256Hex(content: string | Buffer): string {
  const hash = createHash('sha256');
  return (typeof content === 'string' ? hash.update(content, 'latin1') : hash.update(content)).digest('hex');
}

/** HMAC-SHA-256 as lower-case hex. */
export function hmacHex(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text, 'latin1').digest('hex');
}

function canonicalValue(value = ''): string {
  const trimmed = value.trim();
  return trimmed.includes('  ') ? trimmed.replace(/ {2,}/g, ' ') : trimmed;
}

function s3Path(path: string): string {
  if (unreserved.test(path)) return path;
  try {
    return encodePath(decodeURIComponent(path));
  } catch {
    return path;
  }
}

function encodePath(path: string): string {
  return unreserved.test(path) ? path : path.split('/').map(encode).join('/');
}

function canonicalQuery(query: URLSearchParams, isPresigned: boolean): string {
  const pairs: [string, string][] = [];
  for (const [name, value] of query) {
    if (!isPresigned || name !== 'X-Amz-Signature') pairs.push([encode(name), encode(value)]);
  }
  pairs.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
