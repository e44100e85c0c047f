import { createHash } from 'node:crypto';
import { ActionDeskError } from '#shared/domain/errors.ts';

/**
 * The data key that client tokens are encrypted with: 32 bytes, and an id that is stored beside every encrypted row,
 * so that a row under another key is recognised without trying. The id says nothing about the key.
 */
export interface KeyHandle {
  readonly keyId: string;
  readonly key: Uint8Array;
}

export const KEY_BYTES = 32;

/** Wraps raw key bytes; the id follows from the bytes unless given. Throws `vault-unavailable` on a wrong length. */
export function createKeyHandle(key: Uint8Array, keyId?: string): KeyHandle {
  if (key.length !== KEY_BYTES) {
    throw new ActionDeskError(
      'vault-unavailable',
      `The data key has ${key.length} bytes; expected ${KEY_BYTES}.`,
    );
  }
  const derivedId = createHash('sha256').update('action-desk key id').update(key).digest('hex').slice(0, 16);
  const handle = { keyId: keyId ?? derivedId };
  // Not enumerable: a handle that is logged or serialised by mistake shows its id only.
  return Object.defineProperty(handle, 'key', { value: Buffer.from(key), enumerable: false }) as KeyHandle;
}
