import type { JobResult } from '#shared/domain/job.ts';
import { assertNever } from '#shared/domain/exhaustive.ts';
import type { RunEvent } from '#shared/domain/run-state.ts';
import { cancelExpiredWork } from './after-care.ts';
import { enqueueLater, servedType, type AgentContext } from './context.ts';
import { backoffMs } from './decide/backoff.ts';
import { keepAliveMarginMs } from './decide/work-step.ts';
import { isRefusal, readResultAnswer } from './decide/result-answer.ts';
import type { OutboxRow, RunPatch, TimelineLine } from './ports.ts';
import { agentLine, operationName, resultSentence, serviceLine, timed } from './timeline-lines.ts';

/** A refused client token is looked at again after this long, or as soon as it is replaced. */
const TOKEN_PAUSE_MS = 60_000;

/**
 * Tries once to hand an unsettled result to CodePipeline. It stays in the outbox until CodePipeline has accepted it, refused
 * it for good, or said that the job is over; where neither happened the next try is planned.
 *
 * @param fromEarlierProcess the row was found at start, or its delivery was broken off: whether its result was sent before
 *   is not known.
 */
export async function deliver(
  ctx: AgentContext,
  outboxId: number,
  fromEarlierProcess = false,
): Promise<void> {
  await ctx.serial(`outbox-${outboxId}`, async () => {
    const row = await ctx.ledger.unsettledResult(outboxId);
    if (row && !ctx.stop.aborted) await deliverRow(ctx, row, fromEarlierProcess);
  });
}

/** The first try of a result that was just written: nobody else has it yet, so it is not read again. */
export async function deliverNew(ctx: AgentContext, row: OutboxRow): Promise<void> {
  await ctx.serial(`outbox-${row.outboxId}`, async () => {
    if (!ctx.stop.aborted) await deliverRow(ctx, row, false);
  });
}

async function deliverRow(ctx: AgentContext, row: OutboxRow, fromEarlierProcess: boolean): Promise<void> {
  const token = row.clientId ? (await ctx.tokens.find(row.clientId)).token : null;
  if (row.clientId && !token) {
    const at = ctx.clock.now();
    const sentence = 'The client token is missing: add it and the result is sent.';
    const line = agentLine(at, row.job.jobId, 'result waits', sentence);
    await postpone(ctx, row, { at, delayMs: TOKEN_PAUSE_MS, error: sentence, mayHaveArrived: false }, line);
    return;
  }
  const end = await timed(ctx, () => ctx.jobs.putResult(row.job, row.result, token));
  const at = ctx.clock.now();
  const run = end.error ? await ctx.ledger.find(row.runId) : null;
  const jobTimeoutMs = run ? servedType(ctx, run.actionTypeId).jobTimeoutMs : 0;
  const leftMs = (run && ctx.deadlines.left(run, jobTimeoutMs)?.earliestMs) ?? Infinity;
  const maybeAccepted = row.mayHaveArrived || fromEarlierProcess;
  const fate = readResultAnswer(end.error, row.result, {
    maybeAccepted,
    deadlinePassed: leftMs <= 0,
  });
  const operation = operationName(row.result.kind === 'failure' ? 'failure' : 'success', row.job.protocol);
  const line = serviceLine(at, row.job.jobId, operation, end, resultSentence(row.result), row.result);
  switch (fate.kind) {
    case 'settle': {
      const { patch, lines } = aftermath(fate.event, row.result, line);
      await ctx.ledger.settleResult(row.outboxId, fate.event, patch, at, lines);
      // Our deadline is an upper estimate. Well before it, it may be another agent that has answered the job, and goes on.
      const timedOut = !maybeAccepted && leftMs <= keepAliveMarginMs(jobTimeoutMs);
      if (run && timedOut && fate.event === 'job-over' && row.result.kind === 'continue')
        cancelExpiredWork(ctx, run);
      // The next job of the chain may have been taken already.
      if (ctx.hand.get(row.runId)?.job.jobId === row.job.jobId) ctx.hand.delete(row.runId);
      return;
    }
    case 'token-refused': {
      if (row.clientId) await ctx.tokens.refused(row.clientId, at);
      const error = 'CodePipeline refused the client token: replace it and the result is sent.';
      await postpone(ctx, row, { at, delayMs: TOKEN_PAUSE_MS, error, mayHaveArrived: false }, line);
      return;
    }
    case 'retry': {
      const delayMs = backoffMs(row.tries, ctx.random(), { baseMs: 500, capMs: 30_000 });
      const error = end.error?.message ?? 'no answer';
      const mayHaveArrived = end.error === null || !isRefusal(end.error);
      await postpone(ctx, row, { at, delayMs, error, mayHaveArrived }, line);
      return;
    }
    default:
      assertNever(fate);
  }
}

async function postpone(
  ctx: AgentContext,
  row: OutboxRow,
  next: { at: number; delayMs: number; error: string; mayHaveArrived: boolean },
  line: TimelineLine,
): Promise<void> {
  const { at, delayMs, ...rest } = next;
  await ctx.ledger.postponeResult(row.outboxId, { tryAt: at + delayMs, ...rest }, at, [line]);
  enqueueLater(ctx, ctx.outQueue.lane(row.job), delayMs, 'deliver', String(row.outboxId), () =>
    deliver(ctx, row.outboxId),
  );
}

/** What the run shows after its result was settled. */
function aftermath(
  event: RunEvent,
  result: JobResult,
  line: TimelineLine,
): { patch: RunPatch; lines: TimelineLine[] } {
  const echoed = line.outcome === 'refused' && event !== 'job-over' && event !== 'result-refused';
  const lines = echoed
    ? [
        line,
        agentLine(
          line.at,
          line.jobId,
          'result settled',
          'The job is over because CodePipeline had accepted this result before.',
          'ok',
        ),
      ]
    : [line];
  switch (event) {
    case 'continuation-accepted':
      return { patch: {}, lines };
    case 'success-accepted':
      return { patch: { percentComplete: 100 }, lines };
    case 'failure-accepted':
      return { patch: {}, lines };
    case 'result-refused':
      return {
        patch: {
          heldBy: 'engineer',
          message: `CodePipeline refused the result (${line.sentence}). Report it by hand.`,
        },
        lines,
      };
    default: {
      const what = result.kind === 'failure' ? 'failure' : 'result';
      return {
        patch: { message: `The job was over before the ${what} arrived: ${line.sentence}` },
        lines,
      };
    }
  }
}
