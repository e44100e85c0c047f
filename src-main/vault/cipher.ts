import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { KeyHandle } from './key-handle.ts';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM over short texts. What `boundTo` names is authenticated with the text: a row that is copied to another client
 * does not decrypt. Layout: version (1), length of the key id (1), key id, nonce (12), tag (16), cipher text.
 */
export interface Cipher {
  readonly keyId: string;
  encrypt(plain: string, boundTo: readonly string[]): Uint8Array;
  /** Throws `vault-unavailable` for another key, another binding, or bytes that were changed. */
  decrypt(sealed: Uint8Array, boundTo: readonly string[]): string;
}

/** The key id that sealed bytes name, or null when they are none of ours. */
export function keyIdOf(sealed: Uint8Array): string | null {
  const length = sealed[1] ?? 0;
  if (sealed[0] !== VERSION || sealed.length < 2 + length + NONCE_BYTES + TAG_BYTES) return null;
  return Buffer.from(sealed.subarray(2, 2 + length)).toString('utf8');
}

/** The header is authenticated too, so that version and key id cannot be exchanged. */
function authenticated(header: Uint8Array, boundTo: readonly string[]): Uint8Array {
  return Buffer.concat([header, Buffer.from(JSON.stringify(boundTo), 'utf8')]);
}

const UNREADABLE =
  'A stored secret cannot be read: it was changed, or it belongs to another row. Replace it.';

export function createCipher(dataKey: KeyHandle): Cipher {
  const keyId = Buffer.from(dataKey.keyId, 'utf8');
  if (keyId.length === 0 || keyId.length > 255) {
    throw new ActionDeskError('vault-unavailable', 'The id of the data key must have 1 to 255 bytes.');
  }
  const header = Buffer.concat([Buffer.from([VERSION, keyId.length]), keyId]);
  return {
    keyId: dataKey.keyId,

    encrypt(plain, boundTo) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', dataKey.key, nonce);
      cipher.setAAD(authenticated(header, boundTo));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([header, nonce, cipher.getAuthTag(), text]);
    },

    decrypt(sealed, boundTo) {
      const foundId = keyIdOf(sealed);
      if (foundId !== dataKey.keyId) {
        throw new ActionDeskError(
          'vault-unavailable',
          'A stored secret was encrypted under another key: use that key, or replace the secret.',
        );
      }
      const body = sealed.subarray(header.length);
      try {
        const decipher = createDecipheriv('aes-256-gcm', dataKey.key, body.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(authenticated(header, boundTo));
        decipher.setAuthTag(body.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        const text = body.subarray(NONCE_BYTES + TAG_BYTES);
        return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
      } catch (thrown) {
        throw new ActionDeskError('vault-unavailable', UNREADABLE, { cause: thrown });
      }
    },
  };
}
