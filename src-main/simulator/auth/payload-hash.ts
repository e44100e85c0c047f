import { header } from '../wire.ts';
import type { WireRequest } from '../wire.ts';
import { AuthRefusal } from './auth-problem.ts';
import type { SignatureForm } from './auth-problem.ts';
import { sha256Hex } from './canonical-request.ts';
import type { SigningService } from './canonical-request.ts';

/** Words that S3 takes in place of a hash. Those of the asymmetric algorithm are not among them. */
const words: ReadonlySet<string> = new Set([
  'UNSIGNED-PAYLOAD',
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
]);

/**
 * The last line of the canonical request. S3 takes the client's word for it, in `x-amz-content-sha256`, once it
 * has been compared with the body; every other service hashes the body itself. Throws AuthRefusal.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function payloadHashOf(request: WireRequest, service: SigningService, form: SignatureForm): string {
  const given =
    header(request, 'x-amz-content-sha256') ??
    (form === 'query' ? (request.query.get('X-Amz-Content-Sha256') ?? undefined) : undefined);
  if (service !== 's3') {
    const computed = sha256Hex(request.body);
    if (given !== undefined && given !== computed) {
      throw new AuthRefusal({ kind: 'wrong-payload-hash', given, computed });
    }
    return computed;
  }
  if (given === undefined) {
    if (form === 'query') return 'UNSIGNED-PAYLOAD';
    throw new AuthRefusal({ kind: 'missing-payload-hash' });
  }
  if (words.has(given)) return given;
  if (!/^[0-9a-f]{64}$/i.test(given)) throw new AuthRefusal({ kind: 'malformed-payload-hash', given });
  const computed = sha256Hex(request.body);
  if (computed !== given.toLowerCase())
    throw new AuthRefusal({ kind: 'wrong-payload-hash', given, computed });
  return given;
}
