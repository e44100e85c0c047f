import { enqueue, type AgentContext } from './context.ts';
import { decideLeftover } from './decide/leftover.ts';
import { inSlices } from './in-slices.ts';
import { lookAgain } from './intake.ts';
import { deliver } from './outbox.ts';
import { work } from './work.ts';

/** Turns every row that an earlier process left into something to do. */
export async function recover(ctx: AgentContext): Promise<void> {
  const runs = await ctx.ledger.liveRuns();
  // Read before anything is begun: what this process writes from now on is delivered by whoever writes it.
  const rows = await ctx.ledger.unsettledResults();
  await inSlices(ctx.clock, ctx.stop, rows, (row) =>
    enqueue(ctx, ctx.outQueue.lane(row.job), 'deliver', row.runId, () => deliver(ctx, row.outboxId, true)),
  );
  await inSlices(ctx.clock, ctx.stop, runs, (run) => {
    const action = decideLeftover(run);
    if (action === 'go-on')
      enqueue(ctx, ctx.workQueue.lane(run), 'work', run.runId, () => work(ctx, run.runId));
    if (action === 'look-again')
      enqueue(ctx, ctx.queue.lane(run), 'look again', run.runId, () => lookAgain(ctx, run));
  });
  if (runs.length > 0)
    ctx.log('info', 'agent-recovered', { liveRuns: runs.length, unsettledResults: rows.length });
}
