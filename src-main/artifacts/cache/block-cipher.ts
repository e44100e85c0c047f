import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyHandle } from '../../vault/key-handle.ts';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/** Where a block belongs: what content, and which of its blocks. */
export interface BlockPlace {
  readonly identity: string;
  readonly block: number;
}

/**
 * AES-256-GCM over blocks, and names that tell nothing. Both keys are derived from the vault's data key (HKDF-SHA-256), so that
 * blocks can never be exchanged for other things under the same key. Layout: version (1), nonce (12), tag (16), cipher text.
 */
export interface BlockCipher {
  /** Folder and file of a block: keyed hashes of the identity and of the place. */
  nameOf(place: BlockPlace): { readonly folder: string; readonly file: string };
  seal(plain: Uint8Array, place: BlockPlace): Uint8Array;
  /** Null for another key, another place, or bytes that were changed. */
  unseal(sealed: Uint8Array, place: BlockPlace): Uint8Array | null;
}

/** Derives the keys of the cache from the vault's. */
export function createBlockCipher(dataKey: KeyHandle): BlockCipher {
  const derived = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', dataKey.key, '', `action-desk artifact cache: ${purpose}`, 32));
  const blockKey = derived('blocks');
  const nameKey = derived('names');
  const hash = (text: string): string =>
    createHmac('sha256', nameKey).update(text).digest('hex').slice(0, 32);
  const bound = ({ identity, block }: BlockPlace): Buffer =>
    Buffer.from(JSON.stringify([VERSION, identity, block]), 'utf8');
  return {
    nameOf: ({ identity, block }) => ({
      folder: hash(JSON.stringify([identity])),
      file: hash(JSON.stringify([identity, block])),
    }),

    seal(plain, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', blockKey, nonce);
      cipher.setAAD(bound(place));
      const text = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), text]);
    },

    unseal(sealed, place) {
      if (sealed.length < HEAD_BYTES || sealed[0] !== VERSION) return null;
      try {
        const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
        const decipher = createDecipheriv('aes-256-gcm', blockKey, nonce, { authTagLength: TAG_BYTES });
        decipher.setAAD(bound(place));
        decipher.setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEAD_BYTES));
        return Buffer.concat([decipher.update(sealed.subarray(HEAD_BYTES)), decipher.final()]);
      } catch {
        return null;
      }
    },
  };
}
