import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { AgentBundle } from './agent-bundle.ts';
import type { CrashOrders } from './agent-under-test.ts';

/** One life of the agent under test. */
export interface AgentProcess {
  readonly child: ChildProcess;
  readonly end: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Signals are answered by a drain from here on. */
  started(): boolean;
  ended(): boolean;
  /** The last lines of its log, for the report of a run that went wrong. */
  lastWords(): string;
}

const WORDS_KEPT = 12;
const WORDS_TOLD = 6;

/** Fewer and larger collections: a life of a second has little to collect. */
const NODE_OPTIONS = ['--max-semi-space-size=32'];

/** Starts the agent against the simulator at `endpoint`, with credentials that open nothing. */
export function startAgent(endpoint: string, bundle: AgentBundle, orders: CrashOrders): AgentProcess {
  const child = spawn(process.execPath, [...NODE_OPTIONS, bundle.file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C is for the campaign: an agent that heard it would end in the middle of its run.
    detached: true,
    env: {
      ...process.env,
      ACTION_DESK_CRASH_ORDERS: JSON.stringify(orders),
      AWS_ENDPOINT_URL_CODEPIPELINE: endpoint,
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ACCESS_KEY_ID: 'AKIACRASH',
      AWS_SECRET_ACCESS_KEY: 'crash-secret',
      AWS_EC2_METADATA_DISABLED: 'true',
      NODE_COMPILE_CACHE: bundle.cacheDir,
    },
  });
  let started = false;
  let ended = false;
  const words: string[] = [];
  const hear = (line: string): void => {
    words.push(line);
    if (words.length > WORDS_KEPT) words.shift();
    if (line.includes('"agent-started"')) started = true;
  };
  createInterface({ input: child.stdout }).on('line', hear);
  createInterface({ input: child.stderr }).on('line', hear);
  const end = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      ended = true;
      resolve({ code, signal });
    });
  });
  return {
    child,
    end,
    started: () => started,
    ended: () => ended,
    lastWords: () => words.slice(-WORDS_TOLD).join(' | '),
  };
}
