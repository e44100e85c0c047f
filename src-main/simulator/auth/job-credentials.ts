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

const tokenForm = /^([\w-]+)\.([\w-]{24})\.(\d{1,16})$/;

/**
 * Credentials for the artifacts of one job. Nothing is remembered of them: the session token
 * (`<scopes>.<seal>.<expiry>`) carries scopes and expiry under a seal, and key id and secret follow from the
 * same hash, so they outlive a restart of whoever has the sealing key.
 */
export function issueJobCredentials(
  sealingKey: KeyObject,
  grant: { readonly scopes: readonly JobScope[]; readonly expiresAt: number },
  entropy: Entropy,
): IssuedCredentials {
  const content = [entropy.opaque(9), ...grant.scopes.map(({ bucketName, prefix }) => [bucketName, prefix])];
  const payload = Buffer.from(JSON.stringify(content)).toString('base64url');
  const expiry = String(Math.trunc(grant.expiresAt));
  const { seal, ...keys } = derive(sealingKey, payload, expiry);
  return { ...keys, sessionToken: `${payload}.${seal}.${expiry}` };
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
  const { seal, ...keys } = derive(sealingKey, payload, expiry);
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(seal))) return null;
  const content = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [string, ...[string, string][]];
  const scopes = content.slice(1).map(([bucketName = '', prefix = '']) => ({ bucketName, prefix }));
  return { ...keys, scopes, expiresAt: Number(expiry) };
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** One hash, three parts that say nothing of each other: the seal that is shown, the key id, the secret. */
function derive(sealingKey: KeyObject, payload: string, expiry: string) {
  const bytes = createHmac('sha512', sealingKey).update(`job ${payload}.${expiry}`).digest();
  let accessKeyId = 'ASIA';
  for (let at = 18; at < 34; at += 1) accessKeyId += letters.charAt((bytes[at] ?? 0) % 32);
  return {
    seal: bytes.toString('base64url', 0, 18),
    accessKeyId,
    secretAccessKey: bytes.toString('base64', 34, 64),
  };
}
