import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { readPracticeScenario } from '#main/compose/practice-scenario.ts';
import { createClientStore } from '#main/store/client-store.ts';
import { openStore } from '#main/store/open-store.ts';
import { createRunLedger } from '#main/store/run-ledger.ts';
import { createRunReader } from '#main/store/run-reader.ts';
import { createCipher } from '#main/vault/cipher.ts';
import { openKeyFile } from '#main/vault/key-file.ts';
import { asClientId } from '#shared/domain/ids.ts';
import { Secret } from '#shared/domain/secret.ts';
import { openSimulator, type SimulatorUnderTest } from '#test/support/simulator.ts';
import type { AgentBundle } from './agent-bundle.ts';
import type { CrashOrders } from './agent-under-test.ts';
import type { Kill, KillPoint } from './kill-points.ts';
import { openProgram, type Program } from './program.ts';
import { WORK_SECONDS, type CrashScenario } from './scenarios.ts';
import { problemsOf } from './verdict.ts';

/** Where a process was killed: the last point that it passed, and for the how manieth time in its life. */
export interface Death {
  readonly place: KillPoint;
  readonly occurrence: number;
}

/** One run under a series of kills, and what came of it. */
export interface CrashOutcome {
  /** Points that each process passed, in order. */
  readonly passed: readonly (readonly KillPoint[])[];
  /** One for each process that was killed: all but the last. */
  readonly deaths: readonly Death[];
  /** See `problemsOf`; also that a process hung or ended badly. */
  readonly problems: readonly string[];
}

/** A simulator with a place for one agent at a time. */
export interface CrashWorld {
  /** `killOf` is asked before each process is started; the run ends with the first process that is not killed. */
  run(scenario: CrashScenario, killOf: (deaths: readonly Death[]) => Kill | null): Promise<CrashOutcome>;
  close(): Promise<void>;
}

/** The pauses of the field, 60 times as fast: 30 s before a job is handed out again are 0.5 s. */
const REDELIVER_SECONDS = 0.5;
const CLAIM_SETTLE_MS = 2_000;
const CONTINUE_SECONDS = 0.05;
const POLL_MS = 150;
const LOOK_MS = 70;

/** A run without a kill takes 1.5 s; an uncertain claim adds two. */
const PATIENCE_MS = 45_000;

/** Opens a simulator of its own, with a customer's token on file at the agent. */
export async function openCrashWorld(bundle: AgentBundle): Promise<CrashWorld> {
  const simulator = await openSimulator({
    scenario: 'bare',
    now: Date.now,
    continueAfterSeconds: CONTINUE_SECONDS,
    redeliverAfterSeconds: REDELIVER_SECONDS,
  });
  const folder = await mkdtemp(join(tmpdir(), 'action-desk-crash-'));
  const program = openProgram(folder);
  const configFile = await prepare(simulator, folder, program);
  let runs = 0;
  return {
    async run(scenario, killOf) {
      const dataDir = join(folder, `run-${runs++}`);
      await cp(join(folder, 'fresh'), dataDir, { recursive: true });
      await simulator.reset();
      await program.reset();
      for (const fault of scenario.faults ?? []) await simulator.fault({ ...fault, status: 400, times: 1 });
      try {
        const { chainId } = await simulator.job(scenario.order);
        const orders = {
          configFile,
          dataDir,
          traceFile: join(dataDir, 'trace'),
          pollIntervalMs: POLL_MS,
          claimSettleMs: CLAIM_SETTLE_MS,
        };
        const endWork = async (): Promise<void> => {
          await simulator.advance(WORK_SECONDS);
          await program.end();
        };
        const end = await runProcesses(simulator, bundle, orders, killOf, { chainId, endWork });
        const scene = await readScene(simulator, dataDir);
        const works = scenario.processor === 'command' ? await program.works() : scene.ledger.backend;
        const problems = problemsOf({ scenario, chainId, ...scene, works });
        return { ...end, problems: [...end.problems, ...problems] };
      } finally {
        await program.end();
        await rm(dataDir, { recursive: true, force: true });
      }
    },
    async close() {
      await simulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Writes configuration, key and a data folder with the clients, to be copied for each run. */
async function prepare(simulator: SimulatorUnderTest, folder: string, program: Program): Promise<string> {
  const practice = await readPracticeScenario(simulator.endpoint);
  const keyFile = join(folder, 'key');
  const store = await openStore(join(folder, 'fresh'));
  const clients = createClientStore(store, createCipher(openKeyFile(keyFile)));
  for (const { clientId, label, clientToken } of practice.clients)
    clients.add({ clientId: asClientId(clientId), label, token: new Secret(clientToken) }, Date.now());
  store.close();
  const configFile = join(folder, 'agent.json');
  const config = {
    environment: 'crash',
    regions: ['us-east-1'],
    pollSeconds: 1,
    actionTypes: practice.actionTypes.map((type) =>
      type.processor.kind === 'http' ? type : { ...type, processor: program.processor },
    ),
    vault: { keyFile },
  };
  await writeFile(configFile, JSON.stringify(config));
  return configFile;
}

type StandingOrders = Omit<CrashOrders, 'kill'>;

async function runProcesses(
  simulator: SimulatorUnderTest,
  bundle: AgentBundle,
  orders: StandingOrders,
  killOf: (deaths: readonly Death[]) => Kill | null,
  run: { chainId: string; endWork: () => Promise<void> },
): Promise<CrashOutcome> {
  const until = Date.now() + PATIENCE_MS;
  const passed: KillPoint[][] = [];
  const problems: string[] = [];
  let workEnded = false;
  const deaths: Death[] = [];
  for (let index = 0; ; index += 1) {
    const process = startAgent(simulator.endpoint, bundle, { ...orders, kill: killOf(deaths) });
    let asked = false;
    while (!process.ended()) {
      await Promise.race([pause(LOOK_MS), process.end]);
      if (Date.now() > until) {
        problems.push(`hangs in process ${index + 1}: ${process.lastWords()}`);
        process.child.kill('SIGKILL');
        break;
      }
      const { jobs, chains } = await simulator.ledger();
      // Not while a job waits to be claimed: the pause until it is handed out again would be skipped too.
      const unclaimed = jobs.some((job) => job.status === 'Queued' || job.status === 'Dispatched');
      if (!workEnded && !unclaimed && jobs.some((job) => job.sequence >= 3)) {
        workEnded = true;
        await run.endWork();
      }
      const over = chains.find((chain) => chain.chainId === run.chainId)?.final != null;
      if (over && process.started() && !asked) {
        asked = true;
        process.child.kill('SIGTERM');
      }
    }
    const { code, signal } = await process.end;
    const points = await readTrace(orders.traceFile);
    passed.push(points);
    if (problems.length > 0) break;
    const place = points.at(-1);
    if (signal === 'SIGKILL' && place !== undefined) {
      deaths.push({ place, occurrence: points.filter((point) => point === place).length });
      continue;
    }
    if (code !== 0 || signal !== null)
      problems.push(`process ${index + 1} ended with ${code ?? signal}: ${process.lastWords()}`);
    break;
  }
  return { passed, deaths, problems };
}

/** The points since the last look. */
async function readTrace(file: string): Promise<KillPoint[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  await rm(file, { force: true });
  return text.split('\n').filter((line) => line !== '');
}

interface AgentProcess {
  readonly child: ChildProcess;
  readonly end: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Signals are answered by a drain from here on. */
  started(): boolean;
  ended(): boolean;
  lastWords(): string;
}

function startAgent(endpoint: string, bundle: AgentBundle, orders: CrashOrders): AgentProcess {
  const child = spawn(process.execPath, [bundle.file], {
    stdio: ['ignore', 'pipe', 'pipe'],
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
    if (words.length > 12) words.shift();
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
    lastWords: () => words.slice(-6).join(' | '),
  };
}

async function readScene(simulator: SimulatorUnderTest, dataDir: string) {
  const ledger = await simulator.ledger();
  const store = await openStore(dataDir);
  try {
    const all = { sortBy: 'createdAt', descending: false, page: 1, pageSize: 50 } as const;
    const { rows } = createRunReader(store).listRuns(all);
    const unsettled = await createRunLedger(store, { onRunChanged: () => undefined }).unsettledResults();
    return { ledger, runs: rows, unsettledResults: unsettled.length };
  } finally {
    store.close();
  }
}
