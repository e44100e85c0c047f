import { createHmac, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { CredentialScope } from './signature.ts';

const limit = 2_000;
const keys = new Map<string, KeyObject>();

/**
 * The key of a secret for one day, region and service. Deriving one takes four hashes, so those in use are
 * kept; they follow from their inputs alone, so all simulators of a process may share them.
 */
export function signingKey(secretAccessKey: string, scope: CredentialScope): KeyObject {
  const { date, region, service, terminator } = scope;
  const name = `${secretAccessKey} ${date}/${region}/${service}/${terminator}`;
  const found = keys.get(name);
  if (found) return found;
  let bytes: Buffer = Buffer.from(`AWS4${secretAccessKey}`);
  for (const part of [date, region, service, terminator]) {
    bytes = createHmac('sha256', bytes).update(part).digest();
  }
  // A key object costs each later hash a fifth of what the bare bytes do.
  const key = createSecretKey(bytes);
  // Every job has its own secret: without a limit a long practice would keep them all.
  if (keys.size >= limit) keys.clear();
  keys.set(name, key);
  return key;
}
