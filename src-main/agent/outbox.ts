import type { JobResult } from '#shared/domain/job.ts';
import { assertNever } from '#shared/domain/exhaustive.ts';
import type { RunEvent } from '#shared/domain/run-state.ts';
import { cancelExpiredWork } from './after-care.ts';
import { enqueueLater, findServedType, type AgentContext } from './context.ts';
import { backoffMs } from './decide/backoff.ts';
import { keepAliveMarginMs } from './decide/work-step.ts';
import { isRefusal, readResultAnswer } from './decide/result-answer.ts';
import type { TimeLeft } from './deadlines.ts';
import type { OutboxRow, RunPatch, RunRecord, TimelineLine } from './ports.ts';
import { agentLine, operationName, resultSentence, serviceLine, timed } from './timeline-lines.ts';

/** A refused client token is looked at again after this long, or as soon as it is replaced. */
const TOKEN_PAUSE_MS = 60_000;

/** Without a token nobody can ask CodePipeline whether the job is over: this long after our latest deadline it is. */
const SURELY_OVER_MS = 15 * 60_000;
const NEVER_SENT = 'The job timed out at CodePipeline before there was a client token for its result.';

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
  // Written down with every try that settles nothing: a later one must still know it.
  const maybeAccepted = row.mayHaveArrived || fromEarlierProcess;
  if (row.clientId && !token) {
    const at = ctx.clock.now();
    const over = await surelyOver(ctx, row);
    if (over) {
      const line = agentLine(at, row.job.jobId, 'result given up', NEVER_SENT, 'failed');
      await ctx.ledger.settleResult(row.outboxId, 'job-over', { message: NEVER_SENT }, at, [line]);
      ctx.hand.delete(over.runId);
      if (row.result.kind === 'continue' && findServedType(ctx, over.actionTypeId))
        cancelExpiredWork(ctx, over);
      return;
    }
    const sentence = 'The client token is missing: add it and the result is sent.';
    const line = agentLine(at, row.job.jobId, 'result waits', sentence);
    await postpone(
      ctx,
      row,
      { at, delayMs: TOKEN_PAUSE_MS, error: sentence, mayHaveArrived: maybeAccepted },
      line,
    );
    return;
  }
  const end = await timed(ctx, () => ctx.jobs.putResult(row.job, row.result, token));
  const at = ctx.clock.now();
  const run = end.error ? await ctx.ledger.find(row.runId) : null;
  const type = run ? findServedType(ctx, run.actionTypeId) : undefined;
  const leftMs = (run && timeLeft(ctx, run)?.earliestMs) ?? Infinity;
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
      const timedOut = !maybeAccepted && type !== undefined && leftMs <= keepAliveMarginMs(type.jobTimeoutMs);
      if (run && timedOut && fate.event === 'job-over' && row.result.kind === 'continue')
        cancelExpiredWork(ctx, run);
      // The next job of the chain may have been taken already.
      if (ctx.hand.get(row.runId)?.job.jobId === row.job.jobId) ctx.hand.delete(row.runId);
      return;
    }
    case 'token-refused': {
      if (row.clientId) await ctx.tokens.refused(row.clientId, at);
      const error = 'CodePipeline refused the client token: replace it and the result is sent.';
      await postpone(ctx, row, { at, delayMs: TOKEN_PAUSE_MS, error, mayHaveArrived: maybeAccepted }, line);
      return;
    }
    case 'retry': {
      const delayMs = backoffMs(row.tries, ctx.random(), { baseMs: 500, capMs: 30_000 });
      const error = end.error?.message ?? 'no answer';
      const mayHaveArrived = maybeAccepted || end.error === null || !isRefusal(end.error);
      await postpone(ctx, row, { at, delayMs, error, mayHaveArrived }, line);
      return;
    }
    default:
      assertNever(fate);
  }
}

/** The job of a run of an action type that is no longer served ends when the ledger says. */
function timeLeft(ctx: AgentContext, run: RunRecord): TimeLeft | null {
  const type = findServedType(ctx, run.actionTypeId);
  if (type) return ctx.deadlines.left(run, type.jobTimeoutMs);
  const leftMs = run.deadlineAt === null ? null : run.deadlineAt - ctx.clock.now();
  return leftMs === null ? null : { earliestMs: leftMs, latestMs: leftMs };
}

/** The run of a result whose job is over by any clock; else null. */
async function surelyOver(ctx: AgentContext, row: OutboxRow): Promise<RunRecord | null> {
  const run = await ctx.ledger.find(row.runId);
  if (run?.currentJobId !== row.job.jobId) return null;
  const left = timeLeft(ctx, run);
  return left !== null && left.latestMs < -SURELY_OVER_MS ? run : null;
}

/** The unsettled results that can be sent now: those of a client without a usable token wait for it, in the ledger. */
export async function sendableResults(ctx: AgentContext): Promise<OutboxRow[]> {
  const rows = await ctx.ledger.unsettledResults();
  const sendable = await Promise.all(
    rows.map(async ({ clientId }) => clientId === null || (await ctx.tokens.find(clientId)).token !== null),
  );
  return rows.filter((_, at) => sendable[at]);
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
