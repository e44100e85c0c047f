import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectFolder } from './electron-path.ts';
import { actionTypes, type SimulatorUnderTest } from './simulator.ts';

type LogLine = Record<string, unknown>;

/** The headless agent as a process of its own, with its log lines as events. */
export interface AgentProcess {
  readonly child: ChildProcess;
  /** Everything it has said so far. */
  readonly seen: readonly LogLine[];
  readonly errors: () => string;
  /** Resolves with the exit code, or null after a signal. */
  readonly exited: Promise<number | null>;
  /** Resolves when the log has `times` lines like this; rejects when the agent ends first. */
  logged(matches: (line: LogLine) => boolean, times?: number): Promise<void>;
}

/** Starts it on `folder`, with the configuration that `writeAgentConfig` put there. */
export function startAgentProcess(
  simulator: SimulatorUnderTest,
  folder: string,
  flags: readonly string[] = [],
): AgentProcess {
  const child = spawn(
    process.execPath,
    ['src-main/cli.ts', 'agent', '--config', join(folder, 'config.json'), '--data', folder, ...flags],
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
  const seen: LogLine[] = [];
  const waiters = new Set<() => void>();
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  createInterface({ input: child.stdout }).on('line', (text) => {
    seen.push(JSON.parse(text) as LogLine);
    for (const look of waiters) look();
  });
  // Closed, not exited: its last lines may come after its end.
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    seen,
    exited,
    errors: () => errors,
    logged: (matches, times = 1) =>
      new Promise<void>((resolve, reject) => {
        const look = (): void => {
          if (seen.filter(matches).length < times) return;
          waiters.delete(look);
          resolve();
        };
        waiters.add(look);
        look();
        child.once('close', () =>
          reject(new Error(`the agent ended first: ${errors} ${JSON.stringify(seen.slice(-5))}`)),
        );
      }),
  };
}

/** A configuration for the vendor's custom action type with the simulator's backend, and its key file, in `folder`. */
export async function writeAgentConfig(
  simulator: SimulatorUnderTest,
  folder: string,
  change: Record<string, unknown> = {},
): Promise<void> {
  const backend = `${simulator.endpoint}/_backend/runs`;
  const config = {
    environment: 'crash-test',
    regions: ['us-east-1'],
    pollSeconds: 1,
    maxConcurrentRuns: 5,
    actionTypes: [
      {
        ...actionTypes.custom,
        processor: {
          kind: 'http',
          startUrl: backend,
          statusUrl: `${backend}/{ExternalExecutionId}`,
          passArtifactCredentials: false,
        },
      },
    ],
    vault: { keyFile: join(folder, 'key') },
    ...change,
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
}
