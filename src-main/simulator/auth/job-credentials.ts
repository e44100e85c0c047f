import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Entropy } from '../world/entropy.ts';

/** Objects of one bucket whose keys begin with `prefix`. */
export interface JobScope {
  readonly bucketName: string;
  /** Ends in a slash. */
  readonly prefix: string;
}

/** Job credentials read back from their session token. */
export interface JobCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly scopes: readonly JobScope[];
  /** Epoch milliseconds of the simulated clock. */
  readonly expiresAt: number;
}

/** Credentials as job data carries them. */
export interface IssuedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

const tokenForm = /^([\w-]+)\.([\w-]{43})\.(\d{1,16})$/;

/**
 * Credentials for the artifacts of one job. Nothing is remembered of them: the session token
 * (`<scopes>.<seal>.<expiry>`) carries scopes and expiry under a seal, and key id and secret follow from the
 * token, so they outlive a restart of whoever has the sealing key.
 */
export function issueJobCredentials(
  sealingKey: KeyObject,
  grant: { readonly scopes: readonly JobScope[]; readonly expiresAt: number },
  entropy: Entropy,
): IssuedCredentials {
  const content = [entropy.opaque(9), ...grant.scopes.map(({ bucketName, prefix }) => [bucketName, prefix])];
  const payload = Buffer.from(JSON.stringify(content)).toString('base64url');
  const expiry = String(Math.trunc(grant.expiresAt));
  const sessionToken = `${payload}.${seal(sealingKey, payload, expiry)}.${expiry}`;
  return { ...keysOf(sealingKey, sessionToken), sessionToken };
}

/** Tokens that were opened lately, by sealing key: a worker shows the same one with every part of an upload. */
const opened = new WeakMap<KeyObject, Map<string, JobCredentials>>();
const openedLimit = 1_000;

/** Reads a session token back, expired or not; null for one that this key has not sealed. */
export function openJobCredentials(sealingKey: KeyObject, sessionToken: string): JobCredentials | null {
  const cache = opened.get(sealingKey) ?? new Map<string, JobCredentials>();
  const found = cache.get(sessionToken) ?? unseal(sealingKey, sessionToken);
  if (found === null) return null;
  if (cache.size >= openedLimit) cache.clear();
  opened.set(sealingKey, cache.set(sessionToken, found));
  return found;
}

function unseal(sealingKey: KeyObject, sessionToken: string): JobCredentials | null {
  const [, payload, given, expiry] = tokenForm.exec(sessionToken) ?? [];
  if (payload === undefined || given === undefined || expiry === undefined) return null;
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(seal(sealingKey, payload, expiry)))) return null;
  const content = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [string, ...[string, string][]];
  const scopes = content.slice(1).map(([bucketName = '', prefix = '']) => ({ bucketName, prefix }));
  return { ...keysOf(sealingKey, sessionToken), scopes, expiresAt: Number(expiry) };
}

function seal(sealingKey: KeyObject, payload: string, expiry: string): string {
  return createHmac('sha256', sealingKey).update(`token ${payload}.${expiry}`).digest('base64url');
}

function keysOf(
  sealingKey: KeyObject,
  sessionToken: string,
): { accessKeyId: string; secretAccessKey: string } {
  const bytes = createHmac('sha512', sealingKey).update(`keys ${sessionToken}`).digest();
  const letters = Array.from(bytes.subarray(0, 16), (byte) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(byte % 32),
  );
  return {
    accessKeyId: `ASIA${letters.join('')}`,
    secretAccessKey: bytes.subarray(16, 46).toString('base64'),
  };
}
