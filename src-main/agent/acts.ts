import { NO_OUTPUT_VARIABLES, whyNot, type Act, type ActOutcome } from '#shared/domain/acts.ts';
import { carriedToken } from '#shared/domain/continuation-token.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { assertNever } from '#shared/domain/exhaustive.ts';
import type { RunId } from '#shared/domain/ids.ts';
import type { JobResult } from '#shared/domain/job.ts';
import { isFinal, type RunState } from '#shared/domain/run-state.ts';
import { cancelWork } from './after-care.ts';
import { acknowledgeByHand } from './claim-by-hand.ts';
import { enqueue, mustFind, type AgentContext } from './context.ts';
import { lintResult } from './decide/result-linter.ts';
import { lookAgain } from './intake.ts';
import { deliver } from './outbox.ts';
import { refuseWithoutOutputs } from './outputs.ts';
import type { RunPatch, RunRecord } from './ports.ts';
import { engineerLine, lintLines, resultSentence } from './timeline-lines.ts';
import { work } from './work.ts';

/** What an act ended in, after the run was read back. */
export interface ActEnd {
  outcome: ActOutcome;
  sentence: string;
  before: RunState;
  after: RunState;
}

/** What an act leaves to do once the run's turn is over, and the states that show its effect. */
interface ActStep {
  expected: readonly RunState[];
  followUp: (() => Promise<void>) | null;
  /** What CodePipeline said when it refused to let the act begin. */
  refused?: string;
}

/**
 * Carries out what an engineer asked for. Refused with `not-allowed-now` where it cannot work, by the same rule that the
 * console's buttons follow. Ends after the state was read back; a result that CodePipeline has not accepted yet is
 * `no-effect`, with the outbox going on.
 */
export async function performAct(ctx: AgentContext, runId: RunId, act: Act): Promise<ActEnd> {
  const { before, step } = await ctx.serial(runId, async () => {
    const run = await mustFind(ctx, runId);
    const reason = whyNot(act.kind, run);
    if (reason) throw new ActionDeskError('not-allowed-now', reason);
    return { before: run, step: await begin(ctx, run, act) };
  });
  await step.followUp?.();
  const after = await mustFind(ctx, runId);
  const end =
    step.refused === undefined || isFinal(after.state)
      ? judge(act, before, after, step.expected, await lastRefusal(ctx, after))
      : { outcome: 'no-effect' as const, sentence: step.refused };
  return { ...end, before: before.state, after: after.state };
}

/** What was answered to the last try of a result that is still to be accepted. */
async function lastRefusal(ctx: AgentContext, run: RunRecord): Promise<string | null> {
  if (run.state !== 'reporting') return null;
  return (await ctx.ledger.unsettledResultsOf(run.runId))[0]?.lastError ?? null;
}

function judge(
  act: Act,
  before: RunRecord,
  after: RunRecord,
  expected: readonly RunState[],
  refusal: string | null,
): { outcome: ActOutcome; sentence: string } {
  if (expected.includes(after.state)) return { outcome: 'took-effect', sentence: effectSentence(act, after) };
  if (after.state === 'expired' || after.state === 'lost') {
    return { outcome: 'overtaken', sentence: after.message ?? 'The job was over before the act arrived.' };
  }
  if (after.state === 'reporting') {
    const said = refusal === null ? '' : ` (${refusal})`;
    return {
      outcome: 'no-effect',
      sentence: `Not yet: CodePipeline has not accepted the result${said}. It is kept and sent again by itself.`,
    };
  }
  const why = after.message ?? 'Nothing changed.';
  return after.state === before.state || after.state === 'claiming'
    ? { outcome: 'no-effect', sentence: `Not yet: ${why}` }
    : { outcome: 'overtaken', sentence: `The run went on by itself: ${why}` };
}

function effectSentence(act: Act, after: RunRecord): string {
  switch (act.kind) {
    case 'acknowledge':
      return 'CodePipeline answered InProgress: the job is yours.';
    case 'progress':
      return 'CodePipeline accepted the report and will hand out the next job.';
    case 'complete':
      return 'CodePipeline accepted the success: the action has succeeded.';
    case 'fail':
      return 'CodePipeline accepted the failure: the action has failed.';
    case 'retry-step':
      return `The step was tried again: the run is now ${after.state}.`;
    case 'restart-work':
      return `Attempt ${after.attempt} is on its way.`;
    case 'take-over':
      return 'The run is yours; the agent leaves it alone.';
    case 'hand-back':
      return 'The agent has the run again.';
  }
}

async function begin(ctx: AgentContext, run: RunRecord, act: Act): Promise<ActStep> {
  switch (act.kind) {
    case 'acknowledge':
      // To be failed, a job of a disabled client may be claimed; to be worked on, it may not.
      if (run.clientId && (await ctx.tokens.find(run.clientId)).disabled)
        throw new ActionDeskError('not-allowed-now', 'The client is disabled: enable it first.');
      return { expected: ['with-engineer'], followUp: null, ...(await acknowledgeByHand(ctx, run)).told };
    case 'progress': {
      const externalExecutionId = act.externalExecutionId ?? run.externalExecutionId;
      return report(ctx, run, {
        kind: 'continue',
        continuationToken: carriedToken(run, externalExecutionId),
        externalExecutionId,
        percentComplete: act.percentComplete ?? run.percentComplete,
        summary: act.summary || null,
      });
    }
    case 'complete':
      if (act.outputVariables && run.protocol === 'third-party')
        throw new ActionDeskError('invalid-input', NO_OUTPUT_VARIABLES);
      await refuseWithoutOutputs(ctx, run);
      return report(ctx, run, {
        kind: 'success',
        externalExecutionId: act.externalExecutionId ?? run.externalExecutionId,
        summary: act.summary || null,
        outputVariables: act.outputVariables ?? null,
      });
    case 'fail': {
      const unclaimed = run.state === 'waiting-for-engineer' || run.state === 'needs-token';
      const claimed = unclaimed ? await acknowledgeByHand(ctx, run) : { run };
      const held = claimed.run;
      if (held.state !== 'with-engineer' && held.state !== 'working')
        return { expected: ['failed'], followUp: null, ...claimed.told };
      return report(ctx, held, {
        kind: 'failure',
        type: act.failureType,
        message: act.message,
        externalExecutionId: act.externalExecutionId ?? run.externalExecutionId,
      });
    }
    case 'retry-step':
      return { expected: expectedAfterRetry(run.state), followUp: () => retryStep(ctx, run) };
    case 'restart-work':
      return restartWork(ctx, run);
    case 'take-over':
      await ctx.ledger.apply(run.runId, 'taken-over', { heldBy: 'engineer' }, ctx.clock.now(), [
        engineerLine(
          ctx.clock.now(),
          run.currentJobId,
          'take over',
          'An engineer took the run over from the agent.',
        ),
      ]);
      return { expected: ['with-engineer', 'between-jobs'], followUp: null };
    case 'hand-back':
      await ctx.ledger.apply(run.runId, 'handed-back', { heldBy: 'agent' }, ctx.clock.now(), [
        engineerLine(
          ctx.clock.now(),
          run.currentJobId,
          'hand back',
          'An engineer handed the run back to the agent.',
        ),
      ]);
      enqueue(ctx, ctx.workQueue.lane(run), 'work', run.runId, () => work(ctx, run.runId));
      return { expected: ['working', 'reporting', 'between-jobs', 'succeeded', 'failed'], followUp: null };
    default:
      return assertNever(act);
  }
}

/** Writes the result down and sends it at once; the outbox goes on with it where that fails. */
async function report(ctx: AgentContext, run: RunRecord, given: JobResult): Promise<ActStep> {
  const { result, findings } = lintResult(given, { run, said: null });
  const expected: Record<JobResult['kind'], RunState> = {
    continue: 'between-jobs',
    success: 'succeeded',
    failure: 'failed',
  };
  const patch: RunPatch = { heldBy: 'engineer', externalExecutionId: result.externalExecutionId };
  if (result.kind === 'continue')
    Object.assign(patch, { percentComplete: result.percentComplete, message: result.summary });
  if (result.kind === 'success') patch.message = result.summary;
  if (result.kind === 'failure') Object.assign(patch, { message: result.message, failureType: result.type });
  const at = ctx.clock.now();
  const row = await ctx.ledger.writeResult(run.runId, result, patch, at, [
    ...lintLines(at, run.currentJobId, findings),
    engineerLine(at, run.currentJobId, 'result written', resultSentence(result), result),
  ]);
  return { expected: [expected[result.kind]], followUp: row ? () => deliver(ctx, row.outboxId) : null };
}

/** A step that ends where it began did not take effect. */
function expectedAfterRetry(state: RunState): RunState[] {
  const settled: RunState[] = ['between-jobs', 'succeeded', 'failed'];
  if (state === 'reporting') return settled;
  return state === 'working' ? ['reporting', ...settled] : ['claiming', 'working', 'reporting', ...settled];
}

async function retryStep(ctx: AgentContext, run: RunRecord): Promise<void> {
  if (run.state === 'needs-token') return lookAgain(ctx, run);
  if (run.state === 'working') return work(ctx, run.runId);
  const [row] = await ctx.ledger.unsettledResultsOf(run.runId);
  if (row) await deliver(ctx, row.outboxId);
}

/** A new attempt has a new idempotency key; the old work is cancelled where the processor can. */
async function restartWork(ctx: AgentContext, run: RunRecord): Promise<ActStep> {
  const attempt = run.attempt + 1;
  const at = ctx.clock.now();
  const patch: RunPatch = {
    attempt,
    heldBy: 'agent',
    externalExecutionId: null,
    percentComplete: null,
    backendUnreachableSince: null,
  };
  await ctx.ledger.apply(
    run.runId,
    'work-restarted',
    { ...patch, message: `Attempt ${attempt} was asked for.` },
    at,
    [engineerLine(at, run.currentJobId, 'restart work', `An engineer asked for attempt ${attempt}.`)],
  );
  const old = run.externalExecutionId;
  if (old !== null) await cancelWork(ctx, run, old);
  const expected: RunState[] = ['working', 'reporting', 'between-jobs', 'succeeded', 'failed'];
  return { expected, followUp: run.state === 'between-jobs' ? null : () => work(ctx, run.runId) };
}
