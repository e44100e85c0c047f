import type { Act } from '#shared/domain/acts.ts';
import type { CellAction, CellView } from '#shared/domain/agent-cell.ts';
import { isHeld } from '#shared/domain/hold.ts';
import type { ClientId, RunId } from '#shared/domain/ids.ts';
import { performAct, type ActEnd } from './acts.ts';
import { cancelByHand, lookAtWork, type WorkLook } from './cancel-by-hand.ts';
import { createCell, type Cell } from './cell.ts';
import { enqueue, type AgentPorts } from './context.ts';
import { createContext } from './create-context.ts';
import { handOver } from './hand-over.ts';
import { lookAgain } from './intake.ts';
import { isFree } from './left-unclaimed.ts';
import { deliver, sendableResults } from './outbox.ts';
import { recover } from './recover.ts';
import { runAccess, type RunAccess } from './run-access.ts';
import type { AgentSettings } from './settings.ts';
import { watch } from './watch.ts';
import { watchClock } from './watch-clock.ts';
import type { SlotUse } from './work-slots.ts';

/** Between two tries to empty the outbox while draining. */
const DRAIN_PAUSE_MS = 1_000;

/** `max` tasks at once, and each user that has slots or waits for one. */
export interface SlotLoad {
  max: number;
  users: SlotUse[];
}

/**
 * Polls, claims, works and reports for one environment. Life cycle: `start` takes up what an earlier process left and
 * begins to poll; `drain` claims nothing new and answers what is in hand; `stop` ends at once, leaving rows that the next
 * start goes on from.
 */
export interface Agent {
  start(): Promise<void>;
  cells(): CellView[];
  /** An empty list means all cells. Answers all cells as they are afterwards. `by`: who asks. */
  control(action: CellAction, keys: readonly string[], by?: string): CellView[];
  /** The slots for taking jobs up, and who has them. */
  slots(): SlotLoad;
  act(runId: RunId, act: Act): Promise<ActEnd>;
  /** The credentials of the run's present job, for a look at its artifacts; they stay in memory. Answers why not, too. */
  artifactAccess(runId: RunId): Promise<RunAccess>;
  /** Asks the backend for the work of a run, final or not; nothing is moved by it. Throws `not-found`. */
  lookAtWork(runId: RunId): Promise<WorkLook>;
  /** See `cancel-by-hand.ts`. For work that CodePipeline will not hear of any more. */
  cancelWork(runId: RunId): Promise<string | null>;
  /** A token was added or replaced (null: any of them): looks again at the runs that waited. Answers how many. */
  tokensChanged(clientId: ClientId | null): Promise<number>;
  /** A hold came or went: looks again at the jobs that need no hold any more. Answers how many. */
  holdsChanged(): Promise<number>;
  /**
   * Answers true when everything in hand was answered or handed over within `timeoutMs`, but for results whose client token
   * is missing. Backends have half of that time to answer.
   */
  drain(timeoutMs: number): Promise<boolean>;
  stop(): Promise<void>;
  /**
   * The computer was asleep or its clock was set: polls at once and looks at all deadlines. The agent notices by itself
   * within two seconds; a host that is told by the system may be quicker.
   */
  resumed(): void;
}

export function createAgent(settings: AgentSettings, ports: AgentPorts): Agent {
  const stopping = new AbortController();
  const draining = new AbortController();
  const lettingGo = new AbortController();
  const { maxConcurrentRuns, regions, types } = settings;
  const ctx = createContext(settings, ports, {
    stop: stopping.signal,
    draining: draining.signal,
    lettingGo: lettingGo.signal,
  });
  const count = regions.length * types.length;
  const cells: Cell[] = regions.flatMap((region, regionAt) =>
    types.map(({ actionTypeId }, typeAt) => {
      // One region after the other: no region is asked for all action types at once.
      const turn = { place: typeAt * regions.length + regionAt, of: count };
      return createCell(ctx, { region, actionTypeId }, turn, ports.onCellsChanged);
    }),
  );
  const loops: Promise<void>[] = [];

  const views = () => cells.map((cell) => cell.view());
  const queues = [ctx.queue, ctx.workQueue, ctx.outQueue];

  function resumed(): void {
    if (draining.signal.aborted) return;
    // Nobody listened meanwhile: CodePipeline's silence of that time says nothing.
    ctx.listening.clear();
    ports.onResumed?.();
    for (const cell of cells) cell.awake();
    ctx.log('info', 'agent-resumed');
  }

  /** Ends what is in hand, then sends what is in the outbox until nothing is left or the agent stops. */
  async function answerAll(): Promise<void> {
    await Promise.all(loops);
    for (const queue of queues) await queue.onIdle();
    let handedOver = await handOver(ctx);
    let rows = await sendableResults(ctx);
    while ((rows.length > 0 || !handedOver) && !ctx.stop.aborted) {
      // One that fails is found again below, and keeps no other from being sent.
      await Promise.allSettled(rows.map((row) => deliver(ctx, row.outboxId)));
      handedOver ||= await handOver(ctx);
      rows = await sendableResults(ctx);
      if (rows.length > 0 || !handedOver) await ctx.clock.sleep(DRAIN_PAUSE_MS, ctx.stop);
    }
  }

  return {
    async start() {
      await recover(ctx);
      for (const cell of cells) loops.push(cell.run());
      loops.push(watch(ctx), watchClock(ctx, resumed));
      ctx.log('info', 'agent-started', { regions: settings.regions, cells: cells.length });
    },
    cells: views,
    slots: () => ({ max: maxConcurrentRuns, users: ctx.queue.users() }),
    control(action, keys, by) {
      const chosen = cells.filter((cell) => keys.length === 0 || keys.includes(cell.key));
      const withOthers = chosen.length > 1;
      for (const cell of chosen) cell.control(action, by ?? null, withOthers);
      return views();
    },
    act: (runId, act) => performAct(ctx, runId, act),
    artifactAccess: (runId) => runAccess(ctx, runId),
    lookAtWork: (runId) => lookAtWork(ctx, runId),
    cancelWork: (runId) => cancelByHand(ctx, runId),
    async tokensChanged(clientId) {
      const waiting = await ctx.ledger.runsWaitingForToken(clientId);
      for (const run of waiting)
        enqueue(ctx, ctx.queue.lane(run), 'look again', run.runId, () => lookAgain(ctx, run));
      for (const row of await ctx.ledger.unsettledResults()) {
        if (row.clientId && (clientId === null || row.clientId === clientId)) {
          enqueue(ctx, ctx.outQueue.lane(row.job), 'deliver', row.runId, () => deliver(ctx, row.outboxId));
        }
      }
      return waiting.length;
    },
    async holdsChanged() {
      const freed = (await ctx.ledger.liveRuns()).filter((run) => isHeld(run) && isFree(ctx, run));
      for (const run of freed)
        enqueue(ctx, ctx.queue.lane(run), 'look again', run.runId, () => lookAgain(ctx, run));
      return freed.length;
    },
    resumed,
    async drain(timeoutMs) {
      draining.abort();
      void ctx.clock.sleep(timeoutMs / 2, stopping.signal).then(() => lettingGo.abort());
      const inTime = await Promise.race([
        answerAll().then(() => true as const),
        ctx.clock.sleep(timeoutMs, stopping.signal).then(() => false as const),
      ]);
      ctx.log('info', 'agent-drained', {
        inTime,
        unsettledResults: (await ctx.ledger.unsettledResults()).length,
      });
      return inTime;
    },
    async stop() {
      draining.abort();
      stopping.abort();
      for (const queue of queues) queue.clear();
      await Promise.all([...loops, ...queues.map((queue) => queue.onIdle())]);
    },
  };
}
