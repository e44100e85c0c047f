import { randomBytes } from 'node:crypto';
import { createKeyHandle, KEY_BYTES, type KeyHandle } from './key-handle.ts';

const SESSION_PREFIX = 'session-';

/** A key that lives in memory only, for a session without a place to keep one: what it encrypts ends with the process. */
export function createSessionKey(): KeyHandle {
  return createKeyHandle(randomBytes(KEY_BYTES), SESSION_PREFIX + randomBytes(8).toString('hex'));
}

/** Whether a key id belongs to some session's key, whose rows nobody can read once that session is over. */
export function isSessionKeyId(keyId: string): boolean {
  return keyId.startsWith(SESSION_PREFIX);
}
