import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectFolder } from './electron-path.ts';
import type { SimulatorUnderTest } from './simulator.ts';

type Line = Record<string, unknown>;

/** The headless agent as a process of its own, with its log lines as events. */
export interface HeadlessAgent {
  /** Resolves with the first line that matches, past or future; fails when the agent ends before. */
  logged(what: string, matches: (line: Line) => boolean): Promise<Line>;
  /** Sends the signal and resolves with the exit code when the process has ended. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
  /** Exit code and standard error of an agent that ends by itself. */
  ended(): Promise<{ exitCode: number | null; errors: string }>;
}

/** Starts the agent on `folder` with these settings, polling each second; it knows the simulator by its environment only. */
export async function startHeadlessAgent(
  simulator: SimulatorUnderTest,
  folder: string,
  settings: Record<string, unknown>,
): Promise<HeadlessAgent> {
  const config = join(folder, 'config.json');
  const data = join(folder, 'agent-data');
  await mkdir(data, { recursive: true });
  const common = { environment: 'headless-test', regions: ['us-east-1'], pollSeconds: 1 };
  await writeFile(config, JSON.stringify({ ...common, vault: { keyFile: 'key' }, ...settings }));
  const child = spawn(
    process.execPath,
    ['src-main/cli.ts', 'agent', '--config', config, '--data', data, '--drain-seconds', '20'],
    {
      cwd: projectFolder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        AWS_ENDPOINT_URL_CODEPIPELINE: simulator.endpoint,
        AWS_ENDPOINT_URL_S3: simulator.endpoint,
        AWS_ACCESS_KEY_ID: 'AKIDTEST',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    },
  );
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const seen: Line[] = [];
  const waiters = new Set<(line: Line) => void>();
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as Line;
    seen.push(line);
    for (const waiter of waiters) waiter(line);
  });
  const closed = once(child, 'close') as Promise<[number | null]>;
  return {
    logged: (what, matches) =>
      new Promise((resolve, reject) => {
        const known = seen.find(matches);
        if (known) return resolve(known);
        waiters.add((line) => matches(line) && resolve(line));
        void closed.then(() => {
          const last = JSON.stringify(seen.slice(-4));
          reject(new Error(`the agent ended before: ${what}. ${errors} ${last}`));
        });
      }),
    async end(signal) {
      child.kill(signal);
      return (await closed)[0];
    },
    async ended() {
      return { exitCode: (await closed)[0], errors };
    },
  };
}
