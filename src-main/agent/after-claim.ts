import { readToken } from '#shared/domain/continuation-token.ts';
import type { RunId } from '#shared/domain/ids.ts';
import { claim, mayAcknowledgeAgain } from './claim.ts';
import { enqueueLater, type AgentContext } from './context.ts';
import { backoffMs } from './decide/backoff.ts';
import { holdBack, leaveForEngineer, whyLeftNow } from './left-unclaimed.ts';
import type { RunRecord } from './ports.ts';
import { work } from './work.ts';

/** A claimed run is worked on; a claim that was refused for the moment, or not heard, is tried again with the same hand-out. */
export async function afterClaim(ctx: AgentContext, run: RunRecord | null): Promise<void> {
  if (!run) return;
  const { runId } = run;
  if (run.state === 'working') {
    // Within the slot of its job: nothing is acknowledged that cannot be started at once.
    await work(ctx, runId);
  } else if ((run.state === 'polled' && ctx.hand.has(runId)) || mayAcknowledgeAgain(ctx, run)) {
    enqueueLater(ctx, ctx.queue.lane(run), claimPauseMs(ctx, run), 'claim', runId, () =>
      claimAgain(ctx, runId),
    );
  }
}

/** An unheard claim is sent again quickly, to be there before the next hand-out, and then less and less often. */
function claimPauseMs(ctx: AgentContext, run: RunRecord): number {
  const inHand = ctx.hand.get(run.runId);
  if (run.state !== 'claiming' || !inHand) return backoffMs(1, ctx.random(), { baseMs: 1_000, capMs: 5_000 });
  const tries = Math.floor(Math.log2(1 + (ctx.clock.monotonicMs() - inHand.readAtMs) / 200));
  return backoffMs(tries, ctx.random(), { baseMs: 200, capMs: 10_000 });
}

async function claimAgain(ctx: AgentContext, runId: RunId): Promise<void> {
  const after = await ctx.serial(runId, async () => {
    const run = await ctx.ledger.find(runId);
    const inHand = ctx.hand.get(runId);
    if (!run || inHand?.job.jobId !== run.currentJobId || ctx.draining.aborted) return null;
    if (run.state !== 'polled' && !mayAcknowledgeAgain(ctx, run)) return null;
    const client = run.clientId ? await ctx.tokens.find(run.clientId) : null;
    if (
      run.state === 'polled' &&
      client?.disabled &&
      readToken(inHand.details.continuationToken).kind === 'fresh'
    )
      return holdBack(ctx, run, inHand.job, []);
    const left = run.state === 'polled' ? whyLeftNow(ctx, run, inHand.details.continuationToken) : null;
    if (left !== null) return leaveForEngineer(ctx, run, inHand.job, left, []);
    return claim(ctx, run, { ...inHand, token: client?.token ?? null }, run.heldBy, []);
  });
  await afterClaim(ctx, after);
}
