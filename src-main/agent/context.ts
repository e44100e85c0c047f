import { actionTypeKey, type ActionTypeId } from '#shared/domain/action-type.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { RunId } from '#shared/domain/ids.ts';
import type { JobRef } from '#shared/domain/job.ts';
import type { Deadlines } from './deadlines.ts';
import type { JobsInHand } from './jobs-in-hand.ts';
import type { OutputsAwaited } from './outputs.ts';
import type {
  ArtifactStore,
  ClientTokens,
  Clock,
  Holds,
  JobService,
  Log,
  RunLedger,
  RunRecord,
} from './ports.ts';
import type { Serial } from './serial.ts';
import type { AgentSettings, ServedType } from './settings.ts';
import type { Lane, WorkSlots } from './work-slots.ts';

/** All that an agent reaches the world through. */
export interface AgentPorts {
  jobs: JobService;
  ledger: RunLedger;
  tokens: ClientTokens;
  artifacts: ArtifactStore;
  clock: Clock;
  log: Log;
  /** In [0, 1). */
  random: () => number;
  /** The same id for the same job, in every agent: with it all share one idempotency key. */
  newRunId: (job: JobRef) => RunId;
  /** Nothing is held where it is missing. */
  holds?: Holds;
  /** Something about the cells changed; called often, so whoever listens should gather. */
  onCellsChanged: () => void;
  /** The computer was asleep or its clock was set: connections from before are likely dead. */
  onResumed?: () => void;
}

/** What every part of the agent shares. One object an agent; nothing here is global. */
export interface AgentContext extends Omit<AgentPorts, 'onCellsChanged' | 'onResumed'> {
  settings: AgentSettings;
  holds: Holds;
  hand: JobsInHand;
  /** One thing at a time for each run. */
  serial: Serial;
  /** Polled jobs handled at once. Waiting is done outside of the queues. */
  queue: WorkSlots;
  /** Steps of claimed work: their own queue, so that a slow backend keeps no polled job waiting. */
  workQueue: WorkSlots;
  /** Results on their way: they never wait for polled jobs or for backends. */
  outQueue: WorkSlots;
  /** Plans for later by what and for whom: a newer plan takes the place of an older one. */
  plans: Map<string, AbortController>;
  /**
   * By cell: since when and until when (monotonic ms) polls have been answered without a gap, and when one was last answered
   * with less than it asked for, so with all that waited.
   */
  listening: Map<string, { since: number; until: number; wholeAt: number | null }>;
  /** Jobs that polls under way have asked for, over all cells. */
  asking: number;
  /** By cell with any: how many runs a next job or a report is expected for, as of the last look at the ledger. */
  liveCells: ReadonlyMap<string, number>;
  /** Keys of cells that claim nothing new: see `CellSwitch`. */
  drainingCells: Set<string>;
  deadlines: Deadlines;
  /** Broken-off steps that were taken up again and have not ended. */
  takenUp: Set<string>;
  /** Finished runs whose output artifacts are not seen in S3. Lost with the process: the grace begins anew. */
  outputsAwaited: Map<RunId, OutputsAwaited>;
  /** Aborted when the agent stops hard: ends sleeps and calls to backends. */
  stop: AbortSignal;
  /** Aborted when draining begins: nothing new is claimed afterwards. */
  draining: AbortSignal;
  /** Aborted half-way through a drain: calls to backends are given up, so that there is time to hand their runs over. */
  lettingGo: AbortSignal;
}

/** Undefined where the action type was taken out of the settings: an earlier process may have left runs of it. */
export function findServedType(ctx: AgentContext, actionTypeId: ActionTypeId): ServedType | undefined {
  const { category, owner, provider, version } = actionTypeId;
  // Field by field: it is asked several times a step, and for every live run each few seconds.
  return ctx.settings.types.find(
    ({ actionTypeId: id }) =>
      id.provider === provider && id.owner === owner && id.category === category && id.version === version,
  );
}

export function servedType(ctx: AgentContext, actionTypeId: ActionTypeId): ServedType {
  const found = findServedType(ctx, actionTypeId);
  if (found) return found;
  const key = actionTypeKey(actionTypeId);
  throw new ActionDeskError('not-found', `The action type ${key} is not served in this environment.`);
}

export async function mustFind(ctx: AgentContext, runId: RunId): Promise<RunRecord> {
  const run = await ctx.ledger.find(runId);
  if (!run) throw new ActionDeskError('not-found', `There is no run ${runId}.`);
  return run;
}

/** Puts a task into a lane and looks after its end: one run's failure never touches another. */
export function enqueue(
  ctx: AgentContext,
  lane: Lane,
  what: string,
  runOrJobId: string,
  task: () => Promise<void>,
): void {
  if (ctx.stop.aborted) return;
  void lane.add(task).catch((thrown: unknown) => {
    ctx.log('error', 'task-failed', {
      what,
      id: runOrJobId,
      message: thrown instanceof Error ? thrown.message : String(thrown),
    });
  });
}

/** Waits outside of the lane, then enqueues. A plan of the same kind for the same run is replaced. */
export function enqueueLater(
  ctx: AgentContext,
  lane: Lane,
  delayMs: number,
  what: string,
  id: string,
  task: () => Promise<void>,
): void {
  if (ctx.stop.aborted) return;
  const key = `${what} ${id}`;
  ctx.plans.get(key)?.abort();
  const plan = new AbortController();
  ctx.plans.set(key, plan);
  const end = (): void => plan.abort();
  ctx.stop.addEventListener('abort', end, { once: true });
  void ctx.clock.sleep(delayMs, plan.signal).then(() => {
    ctx.stop.removeEventListener('abort', end);
    if (ctx.plans.get(key) === plan) ctx.plans.delete(key);
    if (!plan.signal.aborted) enqueue(ctx, lane, what, id, task);
  });
}
