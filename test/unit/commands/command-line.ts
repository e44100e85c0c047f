import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { runCommand } from '#main/commands/action-desk-command.ts';

const CLI = join(import.meta.dirname, '../../../src-main/cli.ts');

/** A folder that is gone after the test. */
export function aFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'action-desk-cli-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Starts the command in a process of its own, with a home folder that is not the user's. */
export function startCommand(args: readonly string[]) {
  const { PATH } = process.env;
  const home = aFolder();
  const child = spawn(process.execPath, [CLI, ...args], { env: { PATH, HOME: home, XDG_CONFIG_HOME: home } });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the command to its end with `input` on standard input. */
export async function runCommandLine(args: readonly string[], input = ''): Promise<Ended> {
  const child = startCommand(args);
  const ended: Ended = { code: null, out: '', err: '' };
  child.stdout.on('data', (part) => (ended.out += String(part)));
  child.stderr.on('data', (part) => (ended.err += String(part)));
  // A command that refuses its arguments ends before it reads.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  [ended.code] = (await once(child, 'close')) as [number | null];
  return ended;
}

/** The same without a process of its own: quick, for what depends on arguments and input only. */
export async function runCommandHere(args: readonly string[], input = ''): Promise<Ended> {
  const ended: Ended = { code: null, out: '', err: '' };
  ended.code = await runCommand(args, {
    out: (text) => void (ended.out += text),
    err: (text) => void (ended.err += text),
    input: Readable.from([Buffer.from(input)]),
    now: Date.now,
  });
  return ended;
}
