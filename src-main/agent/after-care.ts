import { enqueue, servedType, type AgentContext } from './context.ts';
import type { RunRecord } from './ports.ts';
import { agentLine, backendLine, timed } from './timeline-lines.ts';

/**
 * The job timed out at CodePipeline, so nobody will hear of the work any more: cancels it at the backend, where the action
 * type's policy says so and the work is known to have been started. Tried once; how it ended is on the timeline.
 */
export function cancelExpiredWork(
  ctx: AgentContext,
  run: Pick<RunRecord, 'runId' | 'region' | 'actionTypeId' | 'currentJobId' | 'externalExecutionId'>,
): void {
  const { processor, cancelWhenExpired } = servedType(ctx, run.actionTypeId);
  const id = run.externalExecutionId;
  if (!cancelWhenExpired || processor.kind === 'manual' || id === null) return;
  enqueue(ctx, ctx.workQueue.lane(run), 'cancel', run.runId, async () => {
    const end = await timed(ctx, () => processor.cancel(id, ctx.stop));
    const at = ctx.clock.now();
    const line = end.value
      ? backendLine(at, run.currentJobId, 'cancel', end.value, end.ms)
      : agentLine(
          at,
          run.currentJobId,
          'cancel',
          `The work was not cancelled: ${end.error.message}`,
          'failed',
        );
    await ctx.ledger.note(run.runId, [line]);
  });
}
