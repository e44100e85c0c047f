import { enqueue, type AgentContext } from './context.ts';
import type { RunRecord } from './ports.ts';
import { agentLine } from './timeline-lines.ts';
import { work } from './work.ts';

/** Our deadline is an upper estimate of the service's; a little longer, and the job is certainly over. */
const PAST_DEADLINE_MS = 5_000;

/** Looks at the clock for every live run: deadlines that passed, and claims whose answer was lost. */
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
  if (
    run.deadlineAt !== null &&
    now > run.deadlineAt + PAST_DEADLINE_MS &&
    run.state !== 'reporting' &&
    run.state !== 'between-jobs'
  ) {
    const sentence = 'The job timed out at CodePipeline before it was answered: its action has failed there.';
    await ctx.ledger.apply(run.runId, 'job-over', { message: sentence }, now, [
      agentLine(now, run.currentJobId, 'expired', sentence, 'failed'),
    ]);
    ctx.hand.delete(run.runId);
    return;
  }
  const uncertainFor = run.state === 'claiming' && run.claimingSince !== null ? now - run.claimingSince : 0;
  if (uncertainFor > ctx.settings.claimSettleMs) {
    const sentence = 'CodePipeline has not handed the job out again: the claim had been accepted.';
    const event = run.heldBy === 'engineer' ? 'claimed-by-engineer' : 'claimed-by-agent';
    await ctx.ledger.apply(run.runId, event, { claimingSince: null, message: null }, now, [
      agentLine(now, run.currentJobId, 'claim settled', sentence, 'ok'),
    ]);
    enqueue(ctx, 'work', run.runId, () => work(ctx, run.runId));
  }
}
