import { idempotencyKey } from '#shared/domain/continuation-token.ts';
import type { RunId } from '#shared/domain/ids.ts';
import { askProcessor } from './ask-processor.ts';
import { enqueue, enqueueLater, servedType, type AgentContext } from './context.ts';
import { backoffMs } from './decide/backoff.ts';
import { hideSecrets, secretValues } from './decide/hide-secrets.ts';
import { lintResult } from './decide/result-linter.ts';
import { decideWorkStep, keepAliveMarginMs, type WorkDecision } from './decide/work-step.ts';
import { deliverNew } from './outbox.ts';
import { checkOutputs, type OutputCheck } from './outputs.ts';
import { withPatience } from './patience.ts';
import type { OutboxRow, RunRecord, WorkAnswer } from './ports.ts';
import { renewDetails } from './renew-details.ts';
import type { ServedType } from './settings.ts';
import { agentLine, backendLine, lintLines, resultSentence, timed } from './timeline-lines.ts';
import { startedWork, workRequest } from './work-request.ts';

/** Twenty times the longest pause between two questions to a silent backend. */
const LONGEST_PAUSE_MS = 10 * 60_000;

/**
 * One step of claimed work: start it (no external execution id yet) or ask for its state, and report what came back.
 * Where nothing can be reported, the next step is planned; the caller never waits for it.
 */
export async function work(ctx: AgentContext, runId: RunId): Promise<void> {
  const row = await ctx.serial(runId, () => workStep(ctx, runId));
  if (row) enqueue(ctx, ctx.outQueue.lane(row.job), 'deliver', runId, () => deliverNew(ctx, row));
}

async function workStep(ctx: AgentContext, runId: RunId): Promise<OutboxRow | null> {
  const run = await ctx.ledger.find(runId);
  if (run?.state !== 'working' || run.heldBy !== 'agent' || ctx.stop.aborted) return null;
  const type = servedType(ctx, run.actionTypeId);
  const operation = run.externalExecutionId === null ? 'start' : 'status';
  const end = await timed(ctx, () => untilKeepAlive(ctx, run, type, (signal) => ask(ctx, run, type, signal)));
  // Stopped in the middle of a call: the row stays as it is, and the next start goes on from it.
  if (ctx.stop.aborted) return null;
  if (end.value === 'job-over') return null;
  const given: WorkAnswer =
    end.error === null ? end.value : { kind: 'unavailable', message: end.error.message, httpStatus: null };
  // It was we who gave up: the run is handed over as it is.
  if (given.kind === 'unavailable' && ctx.lettingGo.aborted) return null;
  const configuration = ctx.hand.get(runId)?.details.configuration ?? new Map<string, string>();
  const answer = hideSecrets(given, secretValues(configuration, type.secretConfigurationKeys));
  const at = ctx.clock.now();
  const line = backendLine(at, run.currentJobId, operation, answer, end.ms);
  // Time in which nobody asked (the computer slept, the agent was down) is no silence of the backend's.
  const asleep = at - run.updatedAt > LONGEST_PAUSE_MS || at < (run.backendUnreachableSince ?? at);
  const silentSince = asleep ? null : run.backendUnreachableSince;
  const leftMs = ctx.deadlines.left(run, type.jobTimeoutMs)?.earliestMs ?? null;
  const step = decideWorkStep({
    run: {
      ...run,
      backendUnreachableSince: silentSince,
      deadlineAt: leftMs === null ? null : at + leftMs,
    },
    answer,
    now: at,
    backendGraceMs: type.backendGraceMs,
    jobTimeoutMs: type.jobTimeoutMs,
  });
  const silent = answer.kind !== 'state';
  const backendUnreachableSince = silent ? (silentSince ?? at) : null;
  const checked = await checkSuccess(ctx, run, step);
  if (checked === null || ctx.stop.aborted) return null;
  const { decision, waitedMs } = checked;
  const lines = [line, ...checked.lines];
  const startedAs = answer.kind === 'state' ? answer.state.externalExecutionId : null;
  if (decision.kind === 'ask-again') {
    const event = silent ? 'backend-unavailable' : 'outputs-awaited';
    ctx.log('warn', event, { runId, operation, message: decision.message });
    const externalExecutionId = run.externalExecutionId ?? startedAs;
    const patch = { backendUnreachableSince, externalExecutionId, message: decision.message };
    await ctx.ledger.patch(runId, patch, at, lines);
    const seconds = (silent ? at - (backendUnreachableSince ?? at) : waitedMs) / 1000;
    const tries = Math.floor(Math.log2(1 + seconds));
    planWork(ctx, run, backoffMs(tries, ctx.random(), { baseMs: 1_000, capMs: 30_000 }));
    return null;
  }
  const said = answer.kind === 'state' && decision === step ? answer.state : null;
  const { result, findings } = lintResult(decision.result, { run, said });
  return ctx.ledger.writeResult(
    runId,
    result,
    {
      backendUnreachableSince,
      externalExecutionId: result.externalExecutionId ?? run.externalExecutionId,
      ...(result.kind === 'continue'
        ? { percentComplete: result.percentComplete, message: result.summary }
        : {}),
      ...(result.kind === 'success' ? { message: result.summary } : {}),
      ...(result.kind === 'failure' ? { message: result.message, failureType: result.type } : {}),
    },
    at,
    [
      ...lines,
      ...lintLines(at, run.currentJobId, findings),
      agentLine(at, run.currentJobId, 'result written', resultSentence(result)),
    ],
  );
}

/** A success is reported only with its output artifacts in S3; null where the run is over meanwhile. */
async function checkSuccess(
  ctx: AgentContext,
  run: RunRecord,
  step: WorkDecision,
): Promise<OutputCheck | null> {
  if (step.kind !== 'report' || step.result.kind !== 'success')
    return { decision: step, lines: [], waitedMs: 0 };
  const checked = await checkOutputs(ctx, run, step.result);
  if (checked === null) return { decision: step, lines: [], waitedMs: 0 };
  return (await ctx.ledger.find(run.runId))?.state === 'working' ? checked : null;
}

/** The state of work mostly needs its id only; a start needs the job's details, asked for again after a restart. */
async function ask(
  ctx: AgentContext,
  run: RunRecord,
  type: ServedType,
  signal: AbortSignal,
): Promise<WorkAnswer | 'job-over'> {
  const id = run.externalExecutionId;
  const answer =
    id === null
      ? await start(ctx, run, type, signal)
      : await askProcessor(() => type.processor.status(id, signal, startedWork(ctx, run)), signal);
  if (ctx.hand.has(run.runId)) return answer;
  // The processor may have wanted fresh credentials of a job that CodePipeline no longer has.
  return (await ctx.ledger.find(run.runId))?.state === 'working' ? answer : 'job-over';
}

async function start(
  ctx: AgentContext,
  run: RunRecord,
  type: ServedType,
  signal: AbortSignal,
): Promise<WorkAnswer | 'job-over'> {
  const inHand = ctx.hand.get(run.runId) ?? (await renewDetails(ctx, run));
  if (inHand === 'job-over') return inHand;
  const request = workRequest(ctx, run, inHand);
  return askProcessor(() => type.processor.start(request, idempotencyKey(run), signal), signal);
}

/** A backend that hangs is given up in time to keep the job alive. */
function untilKeepAlive<T>(
  ctx: AgentContext,
  run: RunRecord,
  type: ServedType,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const leftMs = ctx.deadlines.left(run, type.jobTimeoutMs)?.earliestMs ?? Infinity;
  const patienceMs = leftMs - keepAliveMarginMs(type.jobTimeoutMs);
  return withPatience(ctx, patienceMs > 0 ? patienceMs : Infinity, call);
}

/** Plans the next step of a run outside of the queue. */
function planWork(ctx: AgentContext, run: RunRecord, delayMs: number): void {
  const { runId } = run;
  enqueueLater(ctx, ctx.workQueue.lane(run), delayMs, 'work', runId, () => work(ctx, runId));
}
