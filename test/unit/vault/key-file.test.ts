import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openKeyFile } from '#main/vault/key-file.ts';

function aPath(): string {
  const dir = mkdtempSync(join(tmpdir(), 'action-desk-key-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return join(dir, 'vault', 'key');
}

function aKeyFile(content: string, mode = 0o600): string {
  const path = aPath();
  mkdirSync(join(path, '..'));
  writeFileSync(path, content, { mode });
  chmodSync(path, mode);
  return path;
}

const GOOD = Buffer.alloc(32, 9).toString('base64');
const posix = it.skipIf(process.platform === 'win32');

it('makes a key on first use and opens the same one again', () => {
  const path = aPath();
  const made = openKeyFile(path);
  expect(made.key).toHaveLength(32);
  expect(Buffer.from(readFileSync(path, 'utf8'), 'base64').equals(made.key)).toBe(true);
  expect(openKeyFile(path).keyId).toBe(made.keyId);
  expect(readdirSync(join(path, '..'))).toEqual(['key']);
});

posix('makes the file for this user only', () => {
  const path = aPath();
  openKeyFile(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
});

posix.each([0o644, 0o640, 0o604, 0o660, 0o601])('refuses mode %o and says what to do', (mode) => {
  const path = aKeyFile(GOOD, mode);
  expect(() => openKeyFile(path)).toThrow(`run chmod 600 on it`);
  expect(readFileSync(path, 'utf8')).toBe(GOOD);
});

it.each([
  ['an empty file', '', 'is not base64'],
  ['other text', 'not a key!', 'is not base64'],
  ['a short key', Buffer.alloc(31).toString('base64'), 'holds 31 bytes, expected 32'],
  ['a long key', Buffer.alloc(33).toString('base64'), 'holds 33 bytes, expected 32'],
  ['two keys', `${GOOD}\n${GOOD}`, 'is not base64'],
])('refuses %s and leaves it as it is', (_what, content, message) => {
  const path = aKeyFile(content);
  expect(() => openKeyFile(path)).toThrow(message);
  expect(readFileSync(path, 'utf8')).toBe(content);
});

it('takes a file that was written with an editor', () => {
  expect(openKeyFile(aKeyFile(`${GOOD}\r\n`)).key).toHaveLength(32);
});

it('refuses a folder and a place where nothing can be made', () => {
  const path = aPath();
  mkdirSync(path, { recursive: true });
  expect(() => openKeyFile(path)).toThrow(expect.objectContaining({ code: 'vault-unavailable' }) as Error);
  const file = aKeyFile(GOOD);
  expect(() => openKeyFile(join(file, 'key'))).toThrow('cannot be read (ENOTDIR)');
});

it('ends with one key when two processes begin at once', async () => {
  const path = aPath();
  const script = `import { openKeyFile } from '#main/vault/key-file.ts';
    process.stdout.write(openKeyFile(process.argv[1]).keyId)`;
  const children = [1, 2].map(() =>
    spawn(process.execPath, ['--input-type=module', '-e', script, path], {
      cwd: join(import.meta.dirname, '../../..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  const ids = await Promise.all(children.map(async (child) => String((await once(child.stdout, 'data'))[0])));
  expect(ids).toEqual([openKeyFile(path).keyId, openKeyFile(path).keyId]);
});
