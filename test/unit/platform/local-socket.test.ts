import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createLineReader } from '#main/platform/line-reader.ts';
import { connectLocally } from '#main/platform/local-socket-client.ts';
import { findSocketPlace } from '#main/platform/local-socket-place.ts';
import {
  listenLocally,
  LONGEST_REQUEST,
  type LocalServerOptions,
} from '#main/platform/local-socket-server.ts';

function aFolder(name = 'data'): string {
  const base = mkdtempSync(join(tmpdir(), 'action-desk-socket-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const dir = join(base, name);
  mkdirSync(dir, { recursive: true });
  return dir;
}

async function listening(dataDir: string, options: Partial<LocalServerOptions> = {}) {
  const server = await listenLocally({
    dataDir,
    openSession: () => (message) => Promise.resolve({ echo: message }),
    refuseLine: (why) => ({ refused: why }),
    idleMs: 20_000,
    ...options,
  });
  onTestFinished(() => server.close());
  return server;
}

/** Everything that the server says to these bytes until it closes the connection. */
async function said(dir: string, bytes: string | Buffer): Promise<string> {
  const socket = createConnection(findSocketPlace(dir) ?? '');
  let text = '';
  socket.on('data', (part) => (text += String(part)));
  socket.on('error', () => undefined);
  socket.write(bytes);
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

const posix = it.skipIf(process.platform === 'win32');

it('answers one question after the other, long ones and ones in several parts too', async () => {
  const dir = aFolder();
  await listening(dir);
  const connection = await connectLocally(dir);
  for (const message of [1, { text: 'ä'.repeat(200_000) }, ['end']])
    expect(await connection?.ask(message, 5_000)).toEqual({ echo: message });
  connection?.close();
});

posix(
  'lets nobody else in: a folder of 0700 and a socket of 0600, whatever the mode of the data folder',
  async () => {
    const dir = aFolder();
    chmodSync(dir, 0o755);
    mkdirSync(join(dir, 'socket'), { mode: 0o777 });
    chmodSync(join(dir, 'socket'), 0o777);
    await listening(dir);
    const path = join(dir, 'socket', 'agent.sock');
    expect(findSocketPlace(dir)).toBe(path);
    expect(lstatSync(path).isSocket()).toBe(true);
    expect([statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777]).toEqual([0o600, 0o700]);
  },
);

posix('sends nothing to a socket that others can reach', async () => {
  const dir = aFolder();
  await listening(dir);
  chmodSync(join(dir, 'socket'), 0o755);
  await expect(connectLocally(dir)).rejects.toThrow('can be reached by others: commands are not sent there');
});

posix('does not listen in a folder that is a link to somewhere else', async () => {
  const dir = aFolder();
  symlinkSync(tmpdir(), join(dir, 'socket'));
  await expect(listening(dir)).rejects.toThrow('is not a folder of this user');
});

posix('goes elsewhere when the path is too long, tells where, and takes everything away again', async () => {
  const dir = aFolder('d'.repeat(120));
  const server = await listening(dir);
  const path = findSocketPlace(dir) ?? '';
  expect(readFileSync(join(dir, 'socket', 'elsewhere'), 'utf8')).toBe(path);
  expect([statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777]).toEqual([0o600, 0o700]);
  const connection = await connectLocally(dir);
  expect(await connection?.ask('x', 5_000)).toEqual({ echo: 'x' });
  connection?.close();
  await server.close();
  expect([existsSync(dirname(path)), readdirSync(join(dir, 'socket'))]).toEqual([false, []]);
});

posix('finds nobody on the socket that a killed process left, and takes its place', async () => {
  for (const dir of [aFolder(), aFolder('d'.repeat(120))]) {
    const place = join(import.meta.dirname, '../../../src-main/platform/local-socket-server.ts');
    const script = `import { listenLocally } from ${JSON.stringify(place)};
      await listenLocally({ dataDir: ${JSON.stringify(dir)}, openSession: () => async () => null, refuseLine: () => null, idleMs: 1 });
      process.stdout.write('up');`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    const left = findSocketPlace(dir);
    expect(left).not.toBeNull();
    expect(await connectLocally(dir)).toBeNull();
    await listening(dir);
    const connection = await connectLocally(dir);
    expect(await connection?.ask('x', 5_000)).toEqual({ echo: 'x' });
    connection?.close();
    if (findSocketPlace(dir) !== left) expect(existsSync(dirname(left ?? ''))).toBe(false);
  }
});

it('finds nobody where no agent has been', async () => {
  expect(await connectLocally(aFolder())).toBeNull();
  expect(await connectLocally('/nowhere/at/all')).toBeNull();
});

it.each([
  ['bytes that are no JSON', Buffer.from([0, 255, 10, 254]), /^\{"refused":"Expected a line of JSON\."\}\n$/],
  [
    'a web request',
    'POST / HTTP/1.1\r\nHost: localhost\r\n\r\n',
    /^\{"refused":"Expected a line of JSON\."\}\n$/,
  ],
  // Who goes on writing may not get to read what was said.
  [
    'a line without an end',
    Buffer.alloc(LONGEST_REQUEST + 70_000, 0x61),
    /^(\{"refused":"Expected a line of at most .*\n)?$/,
  ],
])('closes a connection that sends %s, and serves the next', async (_what, bytes, expected) => {
  const dir = aFolder();
  await listening(dir);
  expect(await said(dir, bytes)).toMatch(expected);
  const connection = await connectLocally(dir);
  expect(await connection?.ask('x', 5_000)).toEqual({ echo: 'x' });
  connection?.close();
});

it('closes a connection that asks nothing', async () => {
  const dir = aFolder();
  await listening(dir, { idleMs: 20 });
  expect(await said(dir, '{"half":')).toBe('');
});

it('gives up on an answer that does not come', async () => {
  const dir = aFolder();
  await listening(dir, { openSession: () => () => new Promise(() => undefined) });
  const connection = await connectLocally(dir);
  await expect(connection?.ask('x', 20)).rejects.toMatchObject({ code: 'unreachable', retryable: true });
});

it('takes a foreign answer for none', async () => {
  const dir = aFolder();
  writeFileSync(join(dir, 'x'), '');
  await listening(dir, { openSession: () => () => Promise.resolve(undefined) });
  const connection = await connectLocally(dir);
  await expect(connection?.ask('x', 5_000)).rejects.toMatchObject({ code: 'unreachable' });
});

it('holds no more of a line than its limit', () => {
  const reader = createLineReader(10);
  expect(reader.push(Buffer.from('12345'))).toEqual([]);
  expect(reader.push(Buffer.from('67890\nab\nc'))).toEqual(['1234567890', 'ab']);
  expect(reader.push(Buffer.from('d\n'))).toEqual(['cd']);
  expect(reader.push(Buffer.from('12345678901'))).toBeNull();
});
