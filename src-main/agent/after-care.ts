import { askProcessor } from './ask-processor.ts';
import { enqueue, servedType, type AgentContext } from './context.ts';
import { hideSecrets, secretValues } from './decide/hide-secrets.ts';
import { withPatience } from './patience.ts';
import type { RunRecord, WorkAnswer } from './ports.ts';
import { backendLine, timed } from './timeline-lines.ts';

/** A backend that hangs holds up a new attempt, or a slot, no longer. */
const CANCEL_PATIENCE_MS = 15_000;

type Cancelled = Pick<RunRecord, 'runId' | 'region' | 'actionTypeId' | 'currentJobId'>;

/** Asks the processor once to cancel work; how that ended is answered, and on the run's timeline. Never throws for the processor's sake. */
export async function cancelWork(
  ctx: AgentContext,
  run: Cancelled,
  externalExecutionId: string,
): Promise<WorkAnswer> {
  const { processor, secretConfigurationKeys } = servedType(ctx, run.actionTypeId);
  const configuration = ctx.hand.get(run.runId)?.details.configuration ?? new Map<string, string>();
  const end = await timed(ctx, () =>
    withPatience(ctx, CANCEL_PATIENCE_MS, (signal) =>
      askProcessor(() => processor.cancel(externalExecutionId, signal), signal),
    ),
  );
  if (end.error !== null) throw end.error;
  const answer = hideSecrets(end.value, secretValues(configuration, secretConfigurationKeys));
  const line = backendLine(ctx.clock.now(), run.currentJobId, 'cancel', answer, end.ms);
  await ctx.ledger.note(run.runId, [line]);
  return answer;
}

/**
 * The job timed out at CodePipeline, so nobody will hear of the work any more: cancels it at the backend, where the action
 * type's policy says so and the work is known to have been started.
 */
export function cancelExpiredWork(
  ctx: AgentContext,
  run: Cancelled & Pick<RunRecord, 'externalExecutionId'>,
): void {
  const { processor, cancelWhenExpired } = servedType(ctx, run.actionTypeId);
  const id = run.externalExecutionId;
  if (!cancelWhenExpired || processor.kind === 'manual' || id === null) return;
  enqueue(ctx, ctx.workQueue.lane(run), 'cancel', run.runId, async () => {
    await cancelWork(ctx, run, id);
  });
}
