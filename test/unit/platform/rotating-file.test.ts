import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openRotatingFile, type Rotation } from '#main/platform/rotating-file.ts';

function aLogFile(rotation: Rotation) {
  const folder = mkdtempSync(join(tmpdir(), 'action-desk-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'agent.log');
  const troubles: (string | null)[] = [];
  const write = openRotatingFile(file, rotation, (message) => troubles.push(message));
  const linesOf = (name: string): string[] => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
  return { folder, file, troubles, write, linesOf };
}

it('puts the file aside before it grows too large, keeps so many old ones, and tears no line', () => {
  const { folder, write, linesOf } = aLogFile({ maxBytes: 30, keep: 2 });
  for (let line = 0; line < 20; line += 1) write(`line ${String(line).padStart(4, '0')}`);
  expect(readdirSync(folder).toSorted()).toEqual(['agent.log', 'agent.log.1', 'agent.log.2']);
  expect([...linesOf('agent.log.2'), ...linesOf('agent.log.1'), ...linesOf('agent.log')]).toEqual(
    [12, 13, 14, 15, 16, 17, 18, 19].map((line) => `line ${String(line).padStart(4, '0')}`),
  );
});

it.runIf(process.platform !== 'win32')('is readable by its owner only, old files too', () => {
  const { folder, write } = aLogFile({ maxBytes: 10, keep: 1 });
  write('the first');
  write('the second');
  for (const name of ['agent.log', 'agent.log.1'])
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
});

it('goes on where an earlier process ended, and writes a line that is longer than a file', () => {
  const { folder, file, write, linesOf } = aLogFile({ maxBytes: 20, keep: 1 });
  write('a'.repeat(15));
  openRotatingFile(file, { maxBytes: 20, keep: 1 })('b'.repeat(50));
  expect([linesOf('agent.log.1'), linesOf('agent.log')]).toEqual([['a'.repeat(15)], ['b'.repeat(50)]]);
  expect(readdirSync(folder)).toHaveLength(2);
});

it('keeps no old file where none is wanted', () => {
  const { folder, write, linesOf } = aLogFile({ maxBytes: 12, keep: 0 });
  write('the first');
  write('the second');
  expect([readdirSync(folder), linesOf('agent.log')]).toEqual([['agent.log'], ['the second']]);
});

it('begins a new file after another program moved the old one away', () => {
  const { file, folder, write, linesOf } = aLogFile({ maxBytes: 25, keep: 1 });
  write('before the move');
  renameSync(file, join(folder, 'moved'));
  write('after the move');
  expect([linesOf('moved'), linesOf('agent.log')]).toEqual([['before the move'], ['after the move']]);
  // Its size counts anew too.
  write('more');
  expect(linesOf('agent.log')).toEqual(['after the move', 'more']);
});

it('says once that lines are lost, throws nothing, and says once that they arrive again', () => {
  const { file, troubles, write, linesOf } = aLogFile({ maxBytes: 1000, keep: 1 });
  rmSync(file);
  mkdirSync(file);
  write('lost');
  write('lost too');
  expect(troubles).toEqual([expect.stringContaining('EISDIR')]);
  rmSync(file, { recursive: true });
  write('here again');
  expect(troubles).toEqual([expect.stringContaining('EISDIR'), null]);
  expect(linesOf('agent.log')).toEqual(['', 'here again']);
});

it.runIf(process.platform === 'linux')('survives a disk that is full', () => {
  const troubles: (string | null)[] = [];
  const write = openRotatingFile('/dev/full', { maxBytes: 1000, keep: 1 }, (message) =>
    troubles.push(message),
  );
  write('lost');
  write('lost');
  expect(troubles).toEqual([expect.stringContaining('ENOSPC')]);
});

it('refuses a file that cannot be opened in one sentence', () => {
  expect(() =>
    openRotatingFile(join(tmpdir(), 'no', 'such', 'folder.log'), { maxBytes: 1, keep: 1 }),
  ).toThrow(/^The log file cannot be written: ENOENT/);
});
