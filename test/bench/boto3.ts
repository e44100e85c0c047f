import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { contoso } from '#test/support/simulator.ts';

const PYTHON = 'python3';

/** The version of boto3 on this machine; null where there is no python3 with boto3. */
export async function boto3Version(): Promise<string | null> {
  return promisify(execFile)(PYTHON, ['-c', 'import boto3; print(boto3.__version__)'])
    .then(({ stdout }) => stdout.trim())
    .catch(() => null);
}

/** The worker of boto3_worker.py at work. */
export interface Boto3Worker {
  /** Called with each job id as a poll brings it. */
  onJob(listener: (jobId: string) => void): void;
  /** Rejects where it ends without a figure. */
  readonly ended: Promise<{ seconds: number; cpuSeconds: number }>;
  kill(): void;
}

/** Starts it for a number of jobs of the vendor's third-party action type; without `pollSeconds` it polls without rest. */
export function startBoto3Worker(
  endpoint: string,
  load: { threads: number; jobs: number; pollSeconds?: number },
): Boto3Worker {
  const { threads, jobs, pollSeconds } = load;
  const { clientId, clientToken } = contoso;
  const child = spawn(
    PYTHON,
    [
      ...[
        join(import.meta.dirname, 'boto3_worker.py'),
        endpoint,
        clientId,
        clientToken,
        `${threads}`,
        `${jobs}`,
      ],
      ...(pollSeconds === undefined ? [] : [`${pollSeconds}`]),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const listeners: ((jobId: string) => void)[] = [];
  let last = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    last = line;
    if (!line.startsWith('{')) for (const listener of listeners) listener(line);
  });
  return {
    onJob: (listener) => void listeners.push(listener),
    ended: once(child, 'close').then(() => {
      if (!last.startsWith('{')) throw new Error('the worker in Python ended early');
      return JSON.parse(last) as { seconds: number; cpuSeconds: number };
    }),
    kill: () => void child.kill(),
  };
}
