import type { RunId } from '#shared/domain/ids.ts';
import { enqueueLater, servedType, type AgentContext } from './context.ts';
import { backoffMs } from './decide/backoff.ts';
import { idempotencyKey } from './decide/tokens.ts';
import { decideWorkStep } from './decide/work-step.ts';
import type { JobInHand } from './jobs-in-hand.ts';
import { deliver } from './outbox.ts';
import type { RunRecord, TimelineLine, WorkAnswer, WorkRequest } from './ports.ts';
import {
  agentLine,
  backendLine,
  operationName,
  resultSentence,
  serviceLine,
  timed,
} from './timeline-lines.ts';

/**
 * One step of claimed work: start it (no external execution id yet) or ask for its state, and report what came back.
 * Where nothing can be reported, the next step is planned; the caller never waits for it.
 */
export async function work(ctx: AgentContext, runId: RunId): Promise<void> {
  const outboxId = await ctx.serial(runId, () => workStep(ctx, runId));
  if (outboxId !== null) await deliver(ctx, outboxId);
}

async function workStep(ctx: AgentContext, runId: RunId): Promise<number | null> {
  const run = await ctx.ledger.find(runId);
  if (run?.state !== 'working' || run.heldBy !== 'agent') return null;
  const type = servedType(ctx, run.actionTypeId);
  const inHand = ctx.hand.get(runId) ?? (await renew(ctx, run));
  if (!inHand) return null;
  const operation = run.externalExecutionId === null ? 'start' : 'status';
  const end = await timed(ctx, () =>
    run.externalExecutionId === null
      ? type.processor.start(workRequest(run, inHand), idempotencyKey(run), ctx.stop)
      : type.processor.status(run.externalExecutionId, ctx.stop),
  );
  // Stopped in the middle of a call: the row stays as it is, and the next start goes on from it.
  if (ctx.stop.aborted) return null;
  const answer: WorkAnswer = end.error
    ? { kind: 'unavailable', message: end.error.message, httpStatus: null }
    : end.value;
  const at = ctx.clock.now();
  const line = backendLine(at, run.currentJobId, operation, answer, end.ms);
  const decision = decideWorkStep({
    run,
    answer,
    now: at,
    backendGraceMs: type.backendGraceMs,
    jobTimeoutMs: type.jobTimeoutMs,
  });
  const backendUnreachableSince = answer.kind === 'unavailable' ? (run.backendUnreachableSince ?? at) : null;
  if (decision.kind === 'ask-again') {
    ctx.log('warn', 'backend-unavailable', { runId, operation, message: decision.message });
    await ctx.ledger.patch(runId, { backendUnreachableSince, message: decision.message }, at, [line]);
    const tries =
      run.backendUnreachableSince === null
        ? 0
        : Math.floor(Math.log2(1 + (at - run.backendUnreachableSince) / 1000));
    planWork(ctx, runId, backoffMs(tries, ctx.random(), { baseMs: 1_000, capMs: 30_000 }));
    return null;
  }
  const { result } = decision;
  const row = await ctx.ledger.writeResult(
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
    [line, agentLine(at, run.currentJobId, 'result written', resultSentence(result))],
  );
  return row?.outboxId ?? null;
}

/** Plans the next step of a run outside of the queue. */
export function planWork(ctx: AgentContext, runId: RunId, delayMs: number): void {
  enqueueLater(ctx, delayMs, 'work', runId, () => work(ctx, runId));
}

function workRequest(run: RunRecord, inHand: JobInHand): WorkRequest {
  const { details } = inHand;
  return {
    runId: run.runId,
    attempt: run.attempt,
    region: run.region,
    actionTypeId: run.actionTypeId,
    clientId: run.clientId,
    configuration: details.configuration,
    pipelineContext: details.pipelineContext,
    inputArtifacts: details.inputArtifacts,
    outputArtifacts: details.outputArtifacts,
    artifactCredentials: details.artifactCredentials,
  };
}

/** After a restart the job's details are asked for again; a job that is gone ends the run. */
async function renew(ctx: AgentContext, run: RunRecord): Promise<JobInHand | null> {
  const job = { region: run.region, protocol: run.protocol, jobId: run.currentJobId };
  const token = run.clientId ? (await ctx.tokens.find(run.clientId)).token : null;
  const end = await timed(ctx, () => ctx.jobs.details(job, token));
  const at = ctx.clock.now();
  const line: TimelineLine = serviceLine(
    at,
    job.jobId,
    operationName('details', job.protocol),
    end,
    'Details renewed.',
  );
  if (end.value) {
    const inHand = { job, details: end.value };
    ctx.hand.set(run.runId, inHand);
    await ctx.ledger.note(run.runId, [line]);
    return inHand;
  }
  if (end.error.code === 'aws-job-not-found' || end.error.code === 'aws-invalid-job') {
    await ctx.ledger.apply(run.runId, 'job-over', { message: 'CodePipeline no longer has this job.' }, at, [
      line,
    ]);
    return null;
  }
  await ctx.ledger.patch(run.runId, { message: end.error.message }, at, [line]);
  planWork(ctx, run.runId, backoffMs(3, ctx.random(), { baseMs: 1_000, capMs: 15_000 }));
  return null;
}
