import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { createKeyHandle, KEY_BYTES, type KeyHandle } from './key-handle.ts';

/** The key file's place inside a data folder where none is configured. */
export const DEFAULT_KEY_FILE = 'key';

const GROUP_OR_OTHERS = 0o077;

function refuse(message: string, cause?: unknown): ActionDeskError {
  return new ActionDeskError('vault-unavailable', message, { cause });
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';

/** Written whole under another name and linked into place: two processes that start at once end up with one key. */
function makeKeyFile(path: string): void {
  const draft = join(dirname(path), `.${process.pid}-${randomBytes(6).toString('hex')}.key`);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    });
    linkSync(draft, path);
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return;
    throw refuse(
      `The key file ${path} cannot be made (${codeOf(thrown)}): make its folder writable, or name another file.`,
      thrown,
    );
  } finally {
    rmSync(draft, { force: true });
  }
}

function readChecked(path: string): string {
  const file = openSync(path, 'r');
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw refuse(`The key file ${path} is not a file: name a file.`);
    if (process.platform !== 'win32' && (stat.mode & GROUP_OR_OTHERS) !== 0) {
      const mode = (stat.mode & 0o777).toString(8).padStart(4, '0');
      throw refuse(`The key file ${path} can be read by others (mode ${mode}): run chmod 600 on it.`);
    }
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/**
 * The data key of a file with 32 bytes in base64; the file is made when missing, with mode 0600. Throws
 * `vault-unavailable` with what to do when it can be read by others, has another length, or is no base64. It is never
 * overwritten.
 */
export function openKeyFile(path: string): KeyHandle {
  let text: string;
  try {
    text = readChecked(path);
  } catch (thrown) {
    if (codeOf(thrown) !== 'ENOENT') {
      if (thrown instanceof ActionDeskError) throw thrown;
      throw refuse(`The key file ${path} cannot be read (${codeOf(thrown)}).`, thrown);
    }
    makeKeyFile(path);
    text = readChecked(path);
  }
  const trimmed = text.trim();
  const restore =
    'restore it from a copy, or move it away to begin with a new key (stored tokens must then be added again)';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(trimmed))
    throw refuse(`The key file ${path} is not base64: ${restore}.`);
  const key = Buffer.from(trimmed, 'base64');
  if (key.length !== KEY_BYTES) {
    throw refuse(`The key file ${path} holds ${key.length} bytes, expected ${KEY_BYTES}: ${restore}.`);
  }
  return createKeyHandle(key);
}
