import { timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { WireRequest } from '../wire.ts';
import { allowedSkewMs } from './amz-date.ts';
import { AuthRefusal } from './auth-problem.ts';
import { canonicalRequest, hmacHex, stringToSign } from './canonical-request.ts';
import type { SigningService } from './canonical-request.ts';
import type { KnownKeys } from './credentials.ts';
import type { JobScope } from './job-credentials.ts';
import { lookUp } from './look-up.ts';
import { payloadHashOf } from './payload-hash.ts';
import { checkScope } from './scope-check.ts';
import { readSignature } from './signature.ts';
import type { Signature } from './signature.ts';
import { checkChunks } from './signed-chunks.ts';
import { signingKey } from './signing-keys.ts';

/** What is needed to judge a signature. */
export interface AuthRealm {
  readonly known: KnownKeys;
  /** Whether long-term keys that nobody registered are let in, their signature unverified. */
  readonly guests: boolean;
  readonly sealingKey: KeyObject;
  /** Epoch milliseconds of the simulated clock, by which credentials expire. */
  readonly now: number;
  /** Epoch milliseconds of the host's real clock, by which clients sign. */
  readonly wallNow: number;
  /** Simulated milliseconds skipped since a moment of the real clock: presigned URLs age by them too. */
  readonly skippedSince: (wallTime: number) => number;
  readonly isRegion: (name: string) => boolean;
}

/** Who sent a request. */
export interface Identity {
  readonly accessKeyId: string;
  readonly region: string;
  /** What job credentials are good for; null for everybody else, who may do everything. */
  readonly jobScopes: readonly JobScope[] | null;
}

/**
 * Finds out who sent a request. `expectedRegion` is the only one that will do, where there is one (the region of
 * a bucket). For a guest everything is checked that needs no secret. Throws AuthRefusal, and S3Error for frames of
 * a signed body that are broken.
 */
export function authenticate(
  request: WireRequest,
  service: SigningService,
  realm: AuthRealm,
  expectedRegion: string | null = null,
): Identity {
  const signature = readSignature(request);
  checkTime(signature, realm);
  checkScope(request, signature, service, { isRegion: realm.isRegion, expectedRegion });
  const { accessKeyId, sessionToken } = signature;
  const { secret, jobScopes } = lookUp(accessKeyId, sessionToken, realm);
  const payloadHash = payloadHashOf(request, service, signature.form);
  if (secret === null) {
    // Nothing to compare with; but no secret in the world gives this.
    if (!isSignature(signature.value)) refuseMismatch(request, signature, service, payloadHash);
  } else {
    const key = signingKey(secret, signature.scope);
    const canonical = canonicalRequest(request, signature, service, payloadHash);
    if (!isEqual(hmacHex(key, stringToSign(signature, canonical)), signature.value)) {
      refuseMismatch(request, signature, service, payloadHash);
    }
    if (service === 's3') checkChunks(request.body, payloadHash, signature, key);
  }
  return { accessKeyId, region: signature.scope.region, jobScopes };
}

function checkTime(signature: Signature, { wallNow, skippedSince }: AuthRealm): void {
  const { signedAt, amzDate, expiresSeconds } = signature;
  const isEarly = signedAt > wallNow + allowedSkewMs;
  if (isEarly || (expiresSeconds === null && signedAt < wallNow - allowedSkewMs)) {
    throw new AuthRefusal({ kind: 'skewed', signedAt, now: wallNow, amzDate });
  }
  if (expiresSeconds === null) return;
  const now = wallNow + skippedSince(signedAt);
  const expiredAt = signedAt + expiresSeconds * 1000;
  if (now > expiredAt) throw new AuthRefusal({ kind: 'url-expired', expiresSeconds, expiredAt, now });
}

function isSignature(value: string): boolean {
  return /^[0-9a-f]{64}$/.test(value);
}

function isEqual(computed: string, given: string): boolean {
  return isSignature(given) && timingSafeEqual(Buffer.from(computed), Buffer.from(given));
}

function refuseMismatch(
  request: WireRequest,
  signature: Signature,
  service: SigningService,
  payloadHash: string,
): never {
  const canonical = canonicalRequest(request, signature, service, payloadHash);
  throw new AuthRefusal({
    kind: 'mismatch',
    accessKeyId: signature.accessKeyId,
    signature: signature.value,
    stringToSign: stringToSign(signature, canonical),
    canonicalRequest: canonical,
  });
}
