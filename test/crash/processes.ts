import { readFile, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger, SimulatorUnderTest } from '#test/support/simulator.ts';
import type { AgentBundle } from './agent-bundle.ts';
import { startAgent, type AgentProcess } from './agent-process.ts';
import type { CrashOrders } from './agent-under-test.ts';
import type { Kill, KillPoint } from './kill-points.ts';
import { readLoss, type LedgerLoss, type LossExtent } from './ledger-loss.ts';

/** Where a process was killed: the last point that it passed, and for the how manieth time in its life. */
export interface Death {
  readonly place: KillPoint;
  readonly occurrence: number;
}

/** What is to happen to the agents of one run. */
export interface CrashPlan {
  /** Asked before each process is started; null leaves it alone. */
  killOf(deaths: readonly Death[]): Kill | null;
  /** The database is lost after this death, counted from 0. */
  readonly losesLedgerAfter?: number;
  /** What is lost then: `all` unless said. */
  readonly loses?: LossExtent;
}

/** The processes of one run, one after the other. */
export interface Lives {
  /** Points that each process passed, in order. */
  readonly passed: readonly (readonly KillPoint[])[];
  /** One for each process that was killed: all but the last. */
  readonly deaths: readonly Death[];
  /** What was ordered for each process. */
  readonly kills: readonly (Kill | null)[];
  /** Null where the agent kept its database. */
  readonly loss: LedgerLoss | null;
  /** That a process hung or ended badly. */
  readonly problems: readonly string[];
}

export interface LivesOrders {
  readonly simulator: SimulatorUnderTest;
  readonly bundle: AgentBundle;
  readonly chainId: string;
  readonly plan: CrashPlan;
  readonly orders: Omit<CrashOrders, 'kill'>;
  /** Lets the backend's work end. Called once, between two jobs. */
  readonly endWork: () => Promise<void>;
  readonly loseLedger: (extent: LossExtent) => Promise<void>;
}

/** Shorter than the pause between two jobs of a chain. */
const LOOK_MS = 40;

/** The first job and one successor. */
const JOBS_BEFORE_END = 2;

/** What a killed process had sent arrives within this time: the simulator is on this machine, and on this event loop. */
const LATE_CALL_MS = 40;

/** A run without a kill takes a second; each uncertain claim adds two, a throttle ten. A busy machine doubles all that. */
const PATIENCE_MS = 90_000;

/** An agent without a database has to poll this often before it is believed that it does nothing. */
const POLLS_IN_PEACE = 2;

/** Above the hour that CodePipeline gives a job. */
const TIME_OUT_SECONDS = 3_700;

const pollsOf = ({ calls }: Ledger): number =>
  (calls['PollForJobs'] ?? 0) + (calls['PollForThirdPartyJobs'] ?? 0);

/** Starts the agent until it is left alone and the chain is over, and drains it then. */
export async function runProcesses(run: LivesOrders): Promise<Lives> {
  const { simulator, plan, orders } = run;
  const until = Date.now() + PATIENCE_MS;
  const passed: KillPoint[][] = [];
  const kills: (Kill | null)[] = [];
  const deaths: Death[] = [];
  const problems: string[] = [];
  let loss: LedgerLoss | null = null;
  const progress: Progress = { workEnded: false, timedOut: false };
  for (;;) {
    const kill = plan.killOf(deaths);
    kills.push(kill);
    const process = startAgent(simulator.endpoint, run.bundle, { ...orders, kill });
    const hangs = await attend(run, process, progress, loss, until);
    if (hangs) problems.push(`hangs in process ${passed.length + 1}: ${process.lastWords()}`);
    const { code, signal } = await process.end;
    const points = await readTrace(orders.traceFile);
    passed.push(points);
    const place = points.at(-1);
    const killed = !hangs && signal === 'SIGKILL' && place !== undefined;
    if (!killed) {
      if (!hangs && (code !== 0 || signal !== null))
        problems.push(`process ${passed.length} ended with ${code ?? signal}: ${process.lastWords()}`);
      return { passed, deaths, kills, loss, problems };
    }
    const occurrence = points.filter((point) => point === place).length;
    deaths.push({ place, occurrence });
    if (plan.losesLedgerAfter !== deaths.length - 1) continue;
    await pause(LATE_CALL_MS);
    const extent = plan.loses ?? 'all';
    loss = readLoss(await simulator.ledger(), run.chainId, extent);
    await run.loseLedger(extent);
  }
}

interface Progress {
  workEnded: boolean;
  timedOut: boolean;
}

/** Stays with a process to its end, moving the world along; answers whether it had to be given up. */
async function attend(
  run: LivesOrders,
  process: AgentProcess,
  progress: Progress,
  loss: LedgerLoss | null,
  until: number,
): Promise<boolean> {
  let pollsBefore: number | null = null;
  let asked = false;
  while (!process.ended()) {
    await Promise.race([pause(LOOK_MS), process.end]);
    if (Date.now() > until) {
      process.child.kill('SIGKILL');
      return true;
    }
    const ledger = await run.simulator.ledger();
    pollsBefore ??= pollsOf(ledger);
    const atPeace = process.started() && pollsOf(ledger) >= pollsBefore + POLLS_IN_PEACE;
    // Between two jobs, so that the next one is the final one from its poll on.
    const answered =
      ledger.jobs.length >= JOBS_BEFORE_END && ledger.jobs.every(({ status }) => status === 'Succeeded');
    if (!progress.workEnded && answered) {
      progress.workEnded = true;
      await run.endWork();
    }
    if (loss?.kind === 'unanswerable' && atPeace && !progress.timedOut) {
      progress.timedOut = true;
      await run.simulator.advance(TIME_OUT_SECONDS);
    }
    const over = ledger.chains.find(({ chainId }) => chainId === run.chainId)?.final != null;
    if (over && process.started() && !asked && (loss === null || atPeace)) {
      asked = true;
      process.child.kill('SIGTERM');
    }
  }
  return false;
}

/** The points since the last look. */
async function readTrace(file: string): Promise<KillPoint[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  await rm(file, { force: true });
  return text.split('\n').filter((line) => line !== '');
}
