import { idempotencyKey } from '#shared/domain/continuation-token.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { RunId } from '#shared/domain/ids.ts';
import { cancelWork } from './after-care.ts';
import { askProcessor } from './ask-processor.ts';
import { findServedType, mustFind, type AgentContext } from './context.ts';
import { hideSecrets, secretValues } from './decide/hide-secrets.ts';
import { withPatience } from './patience.ts';
import type { RunRecord, WorkState } from './ports.ts';

/** A person waits for the answer. */
const LOOK_PATIENCE_MS = 10_000;

/** What the backend says of a run's work now. */
export interface WorkLook {
  /** Null where the backend cannot be asked, or gave no sensible answer: `sentence` says why. */
  readonly status: WorkState['status'] | null;
  readonly sentence: string;
  /** Why it cannot be asked to cancel the work; null where it can. */
  readonly whyNotCancel: string | null;
}

function whyNot(ctx: AgentContext, run: RunRecord): string | null {
  const type = findServedType(ctx, run.actionTypeId);
  if (!type) return 'The action type is not served in this environment any more: its backend is not known.';
  if (type.processor.kind === 'manual') return 'A person does this work: there is no backend to ask.';
  if (run.externalExecutionId === null)
    return 'The backend never named the work of this run, so that it cannot be asked for.';
  return null;
}

/** Asks the backend for a run's work, whatever became of the run's job. Changes nothing. Throws `not-found`. */
export async function lookAtWork(ctx: AgentContext, runId: RunId): Promise<WorkLook> {
  const run = await mustFind(ctx, runId);
  const why = whyNot(ctx, run);
  const type = findServedType(ctx, run.actionTypeId);
  const id = run.externalExecutionId;
  if (why !== null || !type || id === null)
    return { status: null, sentence: why ?? '', whyNotCancel: why ?? '' };
  const { processor } = type;
  const work = {
    idempotencyKey: idempotencyKey(run),
    // The job may be over, and asking CodePipeline for it again would move the run.
    request: () =>
      Promise.reject(new ActionDeskError('aws-job-not-found', 'CodePipeline is not asked for this look.')),
  };
  const said = await withPatience(ctx, LOOK_PATIENCE_MS, (signal) =>
    askProcessor(() => processor.status(id, signal, work), signal),
  );
  const configuration = ctx.hand.get(runId)?.details.configuration ?? new Map<string, string>();
  const answer = hideSecrets(said, secretValues(configuration, type.secretConfigurationKeys));
  const whyNotCancel = processor.whyNotCancel ?? null;
  return answer.kind === 'state'
    ? {
        status: answer.state.status,
        sentence: `The backend says that the work is ${answer.state.status}.`,
        whyNotCancel,
      }
    : { status: null, sentence: answer.message, whyNotCancel };
}

/**
 * Asks the backend once to cancel a run's work; the answer is on the run's timeline. Answers the refusal in words, null where
 * none was given: whether the work has ended is for `lookAtWork` to tell. Throws `not-allowed-now` where it cannot be asked.
 */
export async function cancelByHand(ctx: AgentContext, runId: RunId): Promise<string | null> {
  const run = await mustFind(ctx, runId);
  const why = whyNot(ctx, run) ?? findServedType(ctx, run.actionTypeId)?.processor.whyNotCancel ?? null;
  if (why !== null || run.externalExecutionId === null)
    throw new ActionDeskError('not-allowed-now', why ?? '');
  const answer = await cancelWork(ctx, run, run.externalExecutionId);
  return answer.kind === 'state' ? null : answer.message;
}
