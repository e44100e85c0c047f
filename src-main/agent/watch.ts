import type PQueue from 'p-queue';
import { actionTypeKey } from '#shared/domain/action-type.ts';
import { enqueue, servedType, type AgentContext } from './context.ts';
import { decideOverdue } from './decide/overdue.ts';
import { deliver } from './outbox.ts';
import type { RunRecord } from './ports.ts';
import { agentLine } from './timeline-lines.ts';
import { work } from './work.ts';

/** Looks at the clock for every live run: see `decideOverdue` for what it may ask. */
export async function watch(ctx: AgentContext): Promise<void> {
  while (!ctx.draining.aborted) {
    await ctx.clock.sleep(ctx.settings.tickMs, ctx.draining);
    if (ctx.draining.aborted) return;
    try {
      for (const run of await ctx.ledger.liveRuns()) await look(ctx, run);
    } catch (thrown) {
      ctx.log('error', 'watch-failed', {
        message: thrown instanceof Error ? thrown.message : String(thrown),
      });
    }
  }
}

async function look(ctx: AgentContext, run: RunRecord): Promise<void> {
  const now = ctx.clock.now();
  const listening = ctx.listening.get(`${run.region}/${actionTypeKey(run.actionTypeId)}`);
  const asked = decideOverdue({
    run,
    now,
    listeningForMs: listening ? listening.until - listening.since : null,
    claimSettleMs: ctx.settings.claimSettleMs,
    jobTimeoutMs: servedType(ctx, run.actionTypeId).jobTimeoutMs,
  });
  if (asked === null) return;
  // The list is a moment old: what has gone on meanwhile is left alone.
  const present = await ctx.ledger.find(run.runId);
  if (present?.state !== run.state || present.currentJobId !== run.currentJobId) return;
  if (asked === 'expire') {
    const sentence =
      run.state === 'between-jobs'
        ? 'CodePipeline handed out no further job: the pipeline was stopped, or another agent goes on with the run.'
        : 'The job timed out at CodePipeline before it was answered: its action has failed there.';
    const line = agentLine(now, run.currentJobId, 'expired', sentence, 'failed');
    await ctx.ledger.apply(run.runId, 'job-over', { message: sentence }, now, [line]);
    ctx.hand.delete(run.runId);
  } else if (asked === 'settle-claim') {
    const sentence = 'CodePipeline has not handed the job out again: the claim had been accepted.';
    const event = run.heldBy === 'engineer' ? 'claimed-by-engineer' : 'claimed-by-agent';
    const line = agentLine(now, run.currentJobId, 'claim settled', sentence, 'ok');
    await ctx.ledger.apply(run.runId, event, { claimingSince: null, message: null }, now, [line]);
    enqueue(ctx, ctx.workQueue, 'work', run.runId, () => work(ctx, run.runId));
  } else {
    await goOn(ctx, run);
  }
}

async function goOn(ctx: AgentContext, run: RunRecord): Promise<void> {
  if (run.state === 'working') {
    takeUp(ctx, ctx.workQueue, 'work', run.runId, () => work(ctx, run.runId));
    return;
  }
  for (const row of await ctx.ledger.unsettledResults()) {
    // A row whose next try is planned is left to its plan.
    if (row.runId !== run.runId || row.nextTryAt > ctx.clock.now()) continue;
    takeUp(ctx, ctx.outQueue, 'deliver', row.runId, () => deliver(ctx, row.outboxId, true));
  }
}

/** Enqueues a broken-off step, once until it has ended. */
function takeUp(ctx: AgentContext, queue: PQueue, what: string, id: string, task: () => Promise<void>): void {
  const key = `${what} ${id}`;
  if (ctx.takenUp.has(key)) return;
  ctx.takenUp.add(key);
  enqueue(ctx, queue, what, id, () => task().finally(() => ctx.takenUp.delete(key)));
}
