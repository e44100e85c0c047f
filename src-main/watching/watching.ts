import type { CellView } from '#shared/domain/agent-cell.ts';
import { actionTypeKey } from '#shared/domain/action-type.ts';
import { toActionDeskError } from '#shared/domain/errors.ts';
import { cutTo } from '#shared/domain/limits.ts';
import type { LedgerStock } from '#shared/domain/ledger-stock.ts';
import { waitsForHuman, isFinal } from '#shared/domain/run-state.ts';
import type { Clock, JobService, Processor, RunLedger } from '../agent/ports.ts';
import { decideHealth, type Health } from './decide-health.ts';
import { watchLoop } from './loop-watch.ts';
import { createGauges, createMeters, printMetrics, type Gauges } from './meters.ts';
import { observeJobs, observeProcessor } from './observe-calls.ts';
import { observeLedger } from './observe-ledger.ts';
import { createPulse } from './pulse.ts';
import type { Tell } from './sighting.ts';

/** What the agent can be asked at any moment; `stock` may throw an ActionDeskError. */
export interface WatchedAgent {
  cells(): CellView[];
  traffic(): { waiting: number; underWay: number };
  stock(): LedgerStock;
  /** Damage that only a new start mends; `since` is epoch ms. */
  ledgerDamage(): { since: number; sentence: string } | null;
}

/** The ports of an agent with eyes: what passes through them is counted, and goes on unchanged. */
export interface AgentWatch {
  jobs(service: JobService): JobService;
  processor(processor: Processor): Processor;
  ledger(ledger: RunLedger): RunLedger;
  /** The agent polls from now on. */
  begin(agent: WatchedAgent): void;
  /** The agent was asked to end. */
  drain(): void;
}

/** Health with the numbers behind it, as `GET /health` shows it. */
export interface HealthReport extends Health {
  environment: string;
  time: string;
  cells: Record<string, number>;
  slots: { all: number; used: number };
  runsAtWork: number | null;
  outbox: { results: number; oldestAgeSeconds: number } | null;
}

export interface Watching extends AgentWatch {
  /** The text of a scrape, in Prometheus' exposition format. */
  metrics(): Promise<{ text: string; contentType: string }>;
  health(): Promise<HealthReport>;
  end(): void;
}

export interface WatchingOptions {
  environment: string;
  regions: readonly string[];
  pollIntervalMs: number;
  slots: number;
  clock: Clock;
  /** Writes a little beside the ledger and removes it; rejects where that fails. Asked while ledger writes fail. */
  tryDisk: () => Promise<void>;
}

const LONGEST_SENTENCE = 500;

function setGauges(gauges: Gauges, stock: LedgerStock | null, now: number): void {
  for (const gauge of [gauges.runs, gauges.margin, gauges.unclaimedMargin]) gauge.reset();
  if (!stock) return;
  for (const { region, state, runs } of stock.runs) gauges.runs.set({ region, state }, runs);
  for (const { region, claimed, nearestAt } of stock.deadlines)
    (claimed ? gauges.margin : gauges.unclaimedMargin).set({ region }, (nearestAt - now) / 1000);
  const { results, oldestWrittenAt } = stock.outbox;
  gauges.outbox.set(results);
  gauges.outboxAge.set(oldestWrittenAt === null ? 0 : Math.max(0, now - oldestWrittenAt) / 1000);
}

function countModes(cells: readonly CellView[]): Record<string, number> {
  const modes: Record<string, number> = {};
  for (const { mode } of cells) modes[mode] = (modes[mode] ?? 0) + 1;
  return modes;
}

/** Watches one agent for metrics and health. Counters begin at 0 with this process. */
export function createWatching(options: WatchingOptions): Watching {
  const { clock, slots } = options;
  const meters = createMeters(options.regions);
  const gauges = createGauges(meters.registry);
  const pulse = createPulse(clock);
  const loop = watchLoop();
  let agent: WatchedAgent | null = null;
  let draining = false;

  const tell: Tell = (sighting) => {
    pulse.see(sighting);
    meters.see(sighting);
  };

  function stockNow(): { stock: LedgerStock | null; failure: string | null } {
    // While it drains the ledger may be closed already.
    if (!agent) return { stock: null, failure: null };
    try {
      return { stock: agent.stock(), failure: null };
    } catch (thrown) {
      return { stock: null, failure: draining ? null : toActionDeskError(thrown).message };
    }
  }

  const usedSlots = (cells: readonly CellView[]): number => cells.reduce((sum, cell) => sum + cell.inHand, 0);
  const runsAtWork = (stock: LedgerStock): number =>
    stock.runs
      .filter(({ state }) => !isFinal(state) && !waitsForHuman(state))
      .reduce((sum, { runs }) => sum + runs, 0);

  async function ledgerFailure(readFailure: string | null) {
    if (readFailure !== null) return { agoMs: 0, message: readFailure };
    if (!pulse.ledgerFailure()) return null;
    // The agent writes when it has something to write, which may be much later than the disk has room again.
    await options.tryDisk().then(
      () => pulse.ledgerWritable(),
      () => undefined,
    );
    return pulse.ledgerFailure();
  }

  return {
    jobs: (service) => observeJobs(service, tell, clock),
    processor: (processor) => observeProcessor(processor, tell, clock),
    ledger: (ledger) => observeLedger(ledger, tell, clock),
    begin(watched) {
      agent = watched;
      pulse.begin();
    },
    drain() {
      draining = true;
    },
    async metrics() {
      const now = clock.now();
      const cells = agent?.cells() ?? [];
      setGauges(gauges, stockNow().stock, now);
      gauges.cells.reset();
      for (const [mode, count] of Object.entries(countModes(cells))) gauges.cells.set({ mode }, count);
      gauges.pollAge.reset();
      for (const region of new Set(cells.map((cell) => cell.region))) {
        const ages = cells
          .filter((cell) => cell.region === region)
          .map((cell) => pulse.poll(region, actionTypeKey(cell.actionTypeId)).heardAgoMs);
        gauges.pollAge.set({ region }, Math.min(...ages) / 1000);
      }
      const traffic = agent?.traffic() ?? { waiting: 0, underWay: 0 };
      gauges.callsWaiting.set(traffic.waiting);
      gauges.callsUnderWay.set(traffic.underWay);
      gauges.slots.set(slots);
      gauges.slotsUsed.set(usedSlots(cells));
      gauges.loopDelay.set(loop.takeDelayP99Seconds());
      const { user, system } = process.cpuUsage();
      gauges.cpu.reset();
      gauges.cpu.inc((user + system) / 1e6);
      gauges.memory.set(process.memoryUsage.rss());
      gauges.started.set(now / 1000 - process.uptime());
      return { text: await printMetrics(meters.registry), contentType: meters.registry.contentType };
    },
    async health() {
      const now = clock.now();
      const cells = agent?.cells() ?? [];
      const { stock, failure } = stockNow();
      const outbox = stock?.outbox ?? null;
      const ago = (at: number | null | undefined): number | null => (at == null ? null : now - at);
      const damage = agent?.ledgerDamage() ?? null;
      const health = decideHealth(
        {
          phase: draining ? 'draining' : agent ? 'working' : 'starting',
          pollIntervalMs: options.pollIntervalMs,
          slots,
          cells: cells.map((cell) => ({
            ...cell,
            ...pulse.poll(cell.region, actionTypeKey(cell.actionTypeId)),
          })),
          runsAtWork: stock ? runsAtWork(stock) : 0,
          watchedAgoMs: pulse.watchedAgoMs(),
          longestStallMs: loop.longestStallMs(),
          workedAgoMs: pulse.workedAgoMs(),
          resultTriedAgoMs: pulse.resultTriedAgoMs(),
          resultSettledAgoMs: pulse.resultSettledAgoMs(),
          oldestOwedAgoMs: ago(outbox?.oldestOwedAt),
          tryOverdueMs: ago(outbox?.earliestTryAt),
          ledgerFailure: await ledgerFailure(failure),
          ledgerDamage: damage && { agoMs: now - damage.since, sentence: damage.sentence },
        },
        now,
      );
      return {
        ...health,
        causes: health.causes.map((cause) => ({
          ...cause,
          sentence: cutTo(LONGEST_SENTENCE, cause.sentence),
        })),
        environment: options.environment,
        time: new Date(now).toISOString(),
        cells: countModes(cells),
        slots: { all: slots, used: usedSlots(cells) },
        runsAtWork: stock ? runsAtWork(stock) : null,
        outbox: outbox && {
          results: outbox.results,
          oldestAgeSeconds: Math.max(0, ago(outbox.oldestWrittenAt) ?? 0) / 1000,
        },
      };
    },
    end: () => loop.end(),
  };
}
