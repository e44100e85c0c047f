/*
 * The headless agent as a process that kills itself: the same host and the same composition, with a watch on every
 * port and with the pauses of the field made short. Its orders are the JSON in ACTION_DESK_CRASH_ORDERS.
 */
import { appendFileSync, existsSync } from 'node:fs';
import { createAgent } from '#main/agent/agent.ts';
import { runHeadless } from '#main/headless.ts';
import { withKillPoints, type Kill, type KillPoint } from './kill-points.ts';

/** What the harness tells a process. */
export interface CrashOrders {
  readonly configFile: string;
  readonly dataDir: string;
  /** Every point that is passed is added here, one a line, before it can kill. */
  readonly traceFile: string;
  /** Is there once the backend's work has ended. */
  readonly workEndedFile: string;
  readonly kill: Kill | null;
  readonly pollIntervalMs: number;
  /** Above the simulator's pause before it hands out an unclaimed job again, as in the field. */
  readonly claimSettleMs: number;
}

const orders = JSON.parse(process.env['ACTION_DESK_CRASH_ORDERS'] ?? '') as CrashOrders;
const die = (): void => void process.kill(process.pid, 'SIGKILL');
const kill = orders.kill;
const spared: ReadonlySet<KillPoint> = new Set(kill && 'except' in kill ? kill.except : []);
let passed = 0;
let occurrences = 0;

function pass(point: KillPoint): void {
  appendFileSync(orders.traceFile, `${point}\n`);
  passed += 1;
  if (kill === null) return;
  if ('except' in kill) {
    if (!spared.has(point)) die();
  } else if ('passed' in kill) {
    if (passed === kill.passed) die();
  } else if (kill.at === point) {
    occurrences += 1;
    if (occurrences !== kill.occurrence) return;
    if (kill.delayMs === undefined) die();
    else setTimeout(die, kill.delayMs);
  }
}

const quickAgent: typeof createAgent = (settings, ports) =>
  createAgent(
    { ...settings, pollIntervalMs: orders.pollIntervalMs, tickMs: 100, claimSettleMs: orders.claimSettleMs },
    ports,
  );

process.exitCode = await runHeadless({
  configFile: orders.configFile,
  dataDir: orders.dataDir,
  once: false,
  drainSeconds: 20,
  makeAgent: withKillPoints(quickAgent, pass, () => existsSync(orders.workEndedFile)),
});
