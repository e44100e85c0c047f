import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openEnvironmentKey } from '#main/electron/environment-key.ts';
import type { Keyring } from '#main/electron/keyring.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'environment-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const log = (): void => undefined;
const file = () => join(folder, 'key.wrapped');

/** A keyring that marks what it wraps with its name and turns the text around. */
function aKeyring(name: string, change: Partial<Keyring> = {}): Keyring {
  return {
    unavailable: () => Promise.resolve(null),
    wrap: (text) => Promise.resolve(Buffer.from(`${name}:${[...text].reverse().join('')}`)),
    unwrap: (bytes) => {
      const [by, text = ''] = Buffer.from(bytes).toString().split(':');
      if (by !== name) return Promise.reject(new Error('wrapped elsewhere'));
      return Promise.resolve({ text: [...text].reverse().join(''), stale: false });
    },
    ...change,
  };
}

it('makes a key once and opens the same one later', async () => {
  const first = await openEnvironmentKey(folder, aKeyring('a'), log);
  const second = await openEnvironmentKey(folder, aKeyring('a'), log);
  expect(first.tokenKeeping.kept).toBe(true);
  expect(second.key.keyId).toBe(first.key.keyId);
  expect(Buffer.from(second.key.key)).toEqual(Buffer.from(first.key.key));
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(readFileSync(file(), 'utf8')).not.toContain(Buffer.from(first.key.key).toString('base64'));
});

it('keeps nothing on the disk without a keyring, and says why', async () => {
  const keyring = aKeyring('a', { unavailable: () => Promise.resolve('this desktop has no keyring') });
  const first = await openEnvironmentKey(folder, keyring, log);
  const second = await openEnvironmentKey(folder, keyring, log);
  expect(first.tokenKeeping).toEqual({
    kept: false,
    sentence: 'Client tokens are kept until you quit and no longer, because this desktop has no keyring.',
  });
  expect(second.key.keyId).not.toBe(first.key.keyId);
  expect(readdirSync(folder)).toEqual([]);
});

it.each([
  ['is locked', aKeyring('a', { unavailable: () => Promise.resolve('it is locked') })],
  ['does not answer', aKeyring('a', { unavailable: () => Promise.reject(new Error('no bus')) })],
  ['was changed', aKeyring('b')],
  [
    'gives a key of the wrong length',
    aKeyring('a', { unwrap: () => Promise.resolve({ text: 'AAAA', stale: false }) }),
  ],
])('does not touch the stored key when the keyring %s', async (_case, keyring) => {
  const stored = await openEnvironmentKey(folder, aKeyring('a'), log);
  const bytes = readFileSync(file());
  const session = await openEnvironmentKey(folder, keyring, log);
  expect(session.tokenKeeping.kept).toBe(false);
  expect(session.tokenKeeping.sentence).toContain('Those that were kept earlier cannot be read');
  expect(session.key.keyId).not.toBe(stored.key.keyId);
  expect(readFileSync(file())).toEqual(bytes);
  expect((await openEnvironmentKey(folder, aKeyring('a'), log)).key.keyId).toBe(stored.key.keyId);
});

it('does not claim to keep tokens when the wrapped key could not be stored', async () => {
  writeFileSync(join(folder, 'in-the-way'), '');
  const { tokenKeeping } = await openEnvironmentKey(join(folder, 'in-the-way', 'deeper'), aKeyring('a'), log);
  expect(tokenKeeping.kept).toBe(false);
});

it('wraps a key anew when the keyring asks for it', async () => {
  const first = await openEnvironmentKey(folder, aKeyring('a'), log);
  const renewing = aKeyring('b', {
    unwrap: async (bytes) => ({ ...(await aKeyring('a').unwrap(bytes)), stale: true }),
  });
  await openEnvironmentKey(folder, renewing, log);
  expect((await openEnvironmentKey(folder, aKeyring('b'), log)).key.keyId).toBe(first.key.keyId);
});
