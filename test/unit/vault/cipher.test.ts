import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCipher, keyIdOf } from '#main/vault/cipher.ts';
import { createKeyHandle } from '#main/vault/key-handle.ts';
import { createSessionKey, isSessionKeyId } from '#main/vault/session-key.ts';

const cipher = createCipher(createKeyHandle(Buffer.alloc(32, 1)));
const unavailable = expect.objectContaining({ code: 'vault-unavailable' }) as Error;

it('gives back every text under its own binding', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (plain, boundTo) => {
      expect(cipher.decrypt(cipher.encrypt(plain, boundTo), boundTo)).toBe(plain);
    }),
  );
});

it('refuses every single changed bit', () => {
  const sealed = cipher.encrypt('token', ['client', '*']);
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const changed = Uint8Array.from(sealed);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    expect(() => cipher.decrypt(changed, ['client', '*']), `bit ${bit}`).toThrow(unavailable);
  }
});

it('refuses every shortened text', () => {
  const sealed = cipher.encrypt('token', ['client', '*']);
  for (let length = 0; length < sealed.length; length += 1) {
    expect(() => cipher.decrypt(sealed.subarray(0, length), ['client', '*'])).toThrow(unavailable);
  }
});

it.each([[['other', '*']], [['client']], [['client', '*', '']], [['client*']], [['*', 'client']]])(
  'refuses the binding %j',
  (boundTo) => {
    const sealed = cipher.encrypt('token', ['client', '*']);
    expect(() => cipher.decrypt(sealed, boundTo)).toThrow(unavailable);
  },
);

it('refuses another key, named alike or not', () => {
  const sealed = cipher.encrypt('token', []);
  const other = createCipher(createKeyHandle(Buffer.alloc(32, 2)));
  expect(() => other.decrypt(sealed, [])).toThrow('under another key');
  const alike = createCipher(createKeyHandle(Buffer.alloc(32, 2), cipher.keyId));
  expect(() => alike.decrypt(sealed, [])).toThrow('was changed');
});

it('never seals the same text alike, and names its key', () => {
  const [first, second] = [cipher.encrypt('token', []), cipher.encrypt('token', [])];
  expect(Buffer.from(first).equals(second)).toBe(false);
  expect(keyIdOf(first)).toBe(cipher.keyId);
  expect(keyIdOf(Buffer.from('nothing'))).toBeNull();
});

it('derives the same id from the same key, another from another', () => {
  expect(createKeyHandle(Buffer.alloc(32, 1)).keyId).toBe(cipher.keyId);
  expect(createKeyHandle(Buffer.alloc(32, 2)).keyId).not.toBe(cipher.keyId);
  expect(() => createKeyHandle(Buffer.alloc(31))).toThrow('31 bytes; expected 32');
});

it('does not show a key that is serialised by mistake', () => {
  const handle = createKeyHandle(Buffer.alloc(32, 1));
  expect(JSON.stringify(handle)).toBe(`{"keyId":"${handle.keyId}"}`);
});

it('makes session keys that differ and say what they are', () => {
  const [first, second] = [createSessionKey(), createSessionKey()];
  expect(first.keyId).not.toBe(second.keyId);
  expect(Buffer.from(first.key).equals(second.key)).toBe(false);
  expect([isSessionKeyId(first.keyId), isSessionKeyId(cipher.keyId)]).toEqual([true, false]);
});
