import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { ErrorCode } from '#shared/domain/errors.ts';
import { exitCodeOf } from '#main/platform/exit-code.ts';
import { formatTable } from '#main/commands/table.ts';
import { readToken } from '#main/commands/token-input.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { runCommandHere, runCommandLine, startCommand } from './command-line.ts';

it('prints its version and its help on standard output', async () => {
  expect(await runCommandLine(['--version'])).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' });
  const help = await runCommandLine(['--help']);
  expect([help.code, help.err]).toEqual([0, '']);
  for (const word of ['NAME', 'simulator', 'agent', 'runs', 'clients', 'EXAMPLES', 'EXIT STATUS']) {
    expect(help.out).toContain(word);
  }
});

/** The names below COMMANDS on a page. */
const commandsOf = (page: string): string[] => {
  const [, section = ''] = page.split('\nCOMMANDS\n');
  return [...(section.split('\n\n')[0] ?? '').matchAll(/^ {4}(?! )([a-z-]+)/gm)].flatMap(([, name]) =>
    name && name !== 'help' ? [name] : [],
  );
};

/** Every command that does something, found by the pages themselves: a new one is read too. */
async function leaves(words: readonly string[] = []): Promise<{ words: readonly string[]; page: string }[]> {
  const { code, out: page } = await runCommandHere([...words, '--help']);
  expect(code).toBe(0);
  const below = commandsOf(page);
  if (below.length === 0) return [{ words, page }];
  return (await Promise.all(below.map((name) => leaves([...words, name])))).flat();
}

it('explains every command in the sections of a manual page', async () => {
  const commands = await leaves();
  expect(commands.length).toBeGreaterThan(25);
  for (const { words, page } of commands) {
    const name = `action-desk ${words.join(' ')}`;
    expect(page.startsWith(`NAME\n    ${name} - `), name).toBe(true);
    const titles = page.split('\n').filter((line) => /^[A-Z ]+$/.test(line) && line !== '');
    expect(titles, name).toEqual(
      expect.arrayContaining(['NAME', 'SYNOPSIS', 'OPTIONS', 'EXIT STATUS', 'EXAMPLES']),
    );
    expect(page, name).toContain(`SYNOPSIS\n    ${name} `);
    expect(
      page.split('\n').filter((line) => line.includes('action-desk') && !line.startsWith('    ')),
      name,
    ).toEqual([]);
    // Whatever lists says what its JSON holds.
    const printsJson = page.includes('--json') || ['agent', 'simulator'].includes(words[0] ?? '');
    expect(titles.includes('JSON'), name).toBe(printsJson);
  }
});

it('has --json for everything that lists or shows', async () => {
  const without = (await leaves())
    .filter(({ page }) => !page.includes('--json'))
    .map(({ words }) => words.join(' '));
  // The first two speak JSON anyway, `export` has a format, three change one client, and `cat` writes bytes.
  expect(without).toEqual([
    ...['simulator', 'agent', 'runs export'],
    ...['clients add', 'clients rotate', 'clients remove', 'artifacts cat'],
  ]);
});

it.each([
  [['nonsense'], /^error: unknown command 'nonsense'/],
  [['agent'], /^error: required option '--config <file>' not specified/],
  [['agent', '--config', 'x'], /^error: required option '--data <dir>' not specified/],
  [
    ['agent', '--config', 'x', '--data', 'y', '--drain-seconds', 'soon'],
    /^error: --drain-seconds: expected a number of seconds/,
  ],
  [['agent', '--config', 'x', '--data', 'y', '--metrics', '70000'], /^error: --metrics: expected 0 to 65535/],
  [
    ['agent', '--config', 'x', '--data', 'y', '--log-max-mb', '0'],
    /^error: --log-max-mb: expected 0.01 or more/,
  ],
  [
    ['agent', '--config', 'x', '--data', 'y', '--log-keep', 'all'],
    /^error: --log-keep: expected a number of files/,
  ],
  [['simulator', '--port', '70000'], /^error: --port: expected 0 to 65535/],
  [['simulator', '--scenario', 'bogus'], /^error: --scenario: expected one of /],
  [['simulator', '--job-timeout', '-1'], /^error: --job-timeout: expected 0 or more/],
])('refuses %j in one line, with exit code 1', async (args, expected) => {
  const { code, out, err } = await runCommandHere(args);
  expect(err).toMatch(expected);
  expect([code, out, err.trimEnd().includes('\n')]).toEqual([1, '', false]);
});

it('runs a simulator that says where it is in one line, and ends on SIGTERM', async () => {
  const child = startCommand(['simulator', '--scenario', 'empty']);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const ready = JSON.parse(String(line)) as { endpoint: string; pid: number };
  expect(ready).toEqual({
    endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
    pid: child.pid,
  });
  expect((await fetch(`${ready.endpoint}/_simulator/health`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('says that a port is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { code, err } = await runCommandLine(['simulator', '--port', String(port)]);
  expect([code, err]).toEqual([
    1,
    `error: --port: cannot listen on 127.0.0.1:${port}: another program listens there\n`,
  ]);
});

it.each<[ErrorCode, number]>([
  ['invalid-input', 1],
  ['vault-unavailable', 1],
  ['not-found', 1],
  ['internal', 2],
  ['unreachable', 2],
  ['throttled', 2],
  ['data-folder-in-use', 3],
  ['aws-access-denied', 4],
  ['aws-invalid-job-state', 4],
])('ends with the exit code of the contract for %s: %i', (code, exitCode) => {
  expect(exitCodeOf(code)).toBe(exitCode);
});

it('does not read a token from a terminal, where it would be seen', async () => {
  const terminal = {
    isTTY: true,
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('read')) }),
  };
  await expect(readToken(undefined, terminal)).rejects.toThrow('pipe it in');
});

it('lines up columns, cuts long cells and shows nothing as a dash', () => {
  expect(
    formatTable(
      ['A', 'LONG'],
      [
        ['x', 'y'.repeat(80)],
        [null, ''],
      ],
    ),
  ).toBe(`A  LONG\nx  ${'y'.repeat(59)}…\n-\n`);
});
