import { timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { splitAwsChunks } from '../s3/aws-chunked.ts';
import { AuthRefusal } from './auth-problem.ts';
import { hmacHex, scopeText, sha256Hex } from './canonical-request.ts';
import type { Signature } from './signature.ts';

const emptyHash = sha256Hex('');

/**
 * Verifies the signatures inside a body that is signed in chunks, each over the one before, and that of its
 * trailing headers. Bodies of any other kind have nothing to verify. Throws AuthRefusal, and S3Error for broken
 * frames. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function checkChunks(body: Buffer, payloadHash: string, signature: Signature, key: KeyObject): void {
  if (!payloadHash.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD')) return;
  const { chunks, trailer } = splitAwsChunks(body);
  const seal = { signature, key };
  let previous = signature.value;
  for (const { bytes, signature: given } of chunks) {
    previous = follow(seal, 'PAYLOAD', previous, `${emptyHash}\n${sha256Hex(bytes)}`, given ?? '');
  }
  if (!payloadHash.endsWith('-TRAILER')) return;
  const { headers, given } = readTrailer(trailer.toString('latin1'));
  follow(seal, 'TRAILER', previous, sha256Hex(headers), given);
}

function follow(
  { signature, key }: { signature: Signature; key: KeyObject },
  kind: 'PAYLOAD' | 'TRAILER',
  previous: string,
  hashes: string,
  given: string,
): string {
  const { accessKeyId, amzDate } = signature;
  const stringToSign = `AWS4-HMAC-SHA256-${kind}\n${amzDate}\n${scopeText(signature)}\n${previous}\n${hashes}`;
  const computed = hmacHex(key, stringToSign);
  const isRight =
    given.length === computed.length && timingSafeEqual(Buffer.from(computed), Buffer.from(given));
  if (isRight) return computed;
  throw new AuthRefusal({
    kind: 'mismatch',
    accessKeyId,
    signature: given,
    stringToSign,
    canonicalRequest: null,
  });
}

/** The headers as they are signed: name, colon, value and one line feed, whatever ends the line on the wire. */
function readTrailer(text: string): { headers: string; given: string } {
  let headers = '';
  let given = '';
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'x-amz-trailer-signature') given = value;
    else headers += `${name}:${value}\n`;
  }
  return { headers, given };
}
