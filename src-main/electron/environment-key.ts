import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Log } from '#main/agent/ports.ts';
import type { TokenKeeping } from '#main/compose/runtime.ts';
import { createKeyHandle, KEY_BYTES, type KeyHandle } from '#main/vault/key-handle.ts';
import { createSessionKey } from '#main/vault/session-key.ts';
import type { Keyring } from './keyring.ts';

/** The data key of an environment, and what people are told about how long tokens under it last. */
export interface EnvironmentKey {
  readonly key: KeyHandle;
  readonly tokenKeeping: TokenKeeping;
}

/**
 * Opens the data key in `<folder>/key.wrapped`, or makes one there, wrapped by the keyring (file 0600, folder 0700).
 * Where the keyring cannot be used, or did not wrap the file that is there, the key is a new one that lives in memory
 * only; a file that is there is never overwritten then, since a keyring that comes back makes it good again.
 */
export async function openEnvironmentKey(
  folder: string,
  keyring: Keyring,
  log: Log,
): Promise<EnvironmentKey> {
  const file = join(folder, 'key.wrapped');
  let wrapped: Uint8Array | null = null;
  let unreadable = false;
  try {
    wrapped = await readFile(file);
  } catch (error) {
    unreadable = (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
  const forSession = (because: string): EnvironmentKey => {
    log('warn', 'data key for this session only', { because });
    const earlier =
      wrapped === null ? '' : ' Those that were kept earlier cannot be read until this is mended.';
    return {
      key: createSessionKey(),
      tokenKeeping: {
        kept: false,
        sentence: `Client tokens are kept until you quit and no longer, because ${because}.${earlier}`,
      },
    };
  };
  if (unreadable) return forSession(`${file} cannot be read`);
  const unavailable = await keyring.unavailable().catch(() => 'the keyring of this system does not answer');
  if (unavailable) return forSession(unavailable);

  const kept = (key: Uint8Array): EnvironmentKey => ({
    key: createKeyHandle(key),
    tokenKeeping: {
      kept: true,
      sentence: 'Client tokens are kept encrypted; the key is in the keyring of this system.',
    },
  });
  const store = async (key: Uint8Array): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFileAtomic(file, await keyring.wrap(Buffer.from(key).toString('base64')), { mode: 0o600 });
  };

  if (wrapped === null) {
    const key = randomBytes(KEY_BYTES);
    try {
      await store(key);
    } catch {
      return forSession(`a key could not be stored in ${file}`);
    }
    return kept(key);
  }
  try {
    const { text, stale } = await keyring.unwrap(wrapped);
    const opened = kept(Buffer.from(text, 'base64'));
    if (stale) {
      await store(opened.key.key).catch(() => log('warn', 'data key not wrapped anew'));
    }
    return opened;
  } catch {
    return forSession(`the keyring does not open ${file}: it has changed, or the file comes from elsewhere`);
  }
}
