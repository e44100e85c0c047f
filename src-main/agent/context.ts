import type PQueue from 'p-queue';
import { actionTypeKey, type ActionTypeId } from '#shared/domain/action-type.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { RunId } from '#shared/domain/ids.ts';
import type { JobsInHand } from './jobs-in-hand.ts';
import type { ClientTokens, Clock, JobService, Log, RunLedger, RunRecord } from './ports.ts';
import type { Serial } from './serial.ts';
import type { AgentSettings, ServedType } from './settings.ts';

/** What every part of the agent shares. One object an agent; nothing here is global. */
export interface AgentContext {
  settings: AgentSettings;
  jobs: JobService;
  ledger: RunLedger;
  tokens: ClientTokens;
  clock: Clock;
  log: Log;
  /** In [0, 1). */
  random: () => number;
  newRunId: () => RunId;
  hand: JobsInHand;
  /** One thing at a time for each run. */
  serial: Serial;
  /** Jobs handled at once. Waiting is done outside of it. */
  queue: PQueue;
  /** Aborted when the agent stops hard: ends sleeps and calls to backends. */
  stop: AbortSignal;
  /** Aborted when draining begins: nothing new is claimed afterwards. */
  draining: AbortSignal;
}

export function servedType(ctx: AgentContext, actionTypeId: ActionTypeId): ServedType {
  const key = actionTypeKey(actionTypeId);
  const found = ctx.settings.types.find((type) => actionTypeKey(type.actionTypeId) === key);
  if (!found)
    throw new ActionDeskError('not-found', `The action type ${key} is not served in this environment.`);
  return found;
}

export async function mustFind(ctx: AgentContext, runId: RunId): Promise<RunRecord> {
  const run = await ctx.ledger.find(runId);
  if (!run) throw new ActionDeskError('not-found', `There is no run ${runId}.`);
  return run;
}

/** Puts a task into the queue and looks after its end: one run's failure never touches another. */
export function enqueue(
  ctx: AgentContext,
  what: string,
  runOrJobId: string,
  task: () => Promise<void>,
): void {
  if (ctx.stop.aborted) return;
  void ctx.queue.add(task).catch((thrown: unknown) => {
    ctx.log('error', 'task-failed', {
      what,
      id: runOrJobId,
      message: thrown instanceof Error ? thrown.message : String(thrown),
    });
  });
}

/** Waits outside the queue, then enqueues. */
export function enqueueLater(
  ctx: AgentContext,
  delayMs: number,
  what: string,
  id: string,
  task: () => Promise<void>,
): void {
  void ctx.clock.sleep(delayMs, ctx.stop).then(() => enqueue(ctx, what, id, task));
}
