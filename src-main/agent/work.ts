import type { RunId } from '#shared/domain/ids.ts';
import { enqueue, enqueueLater, servedType, type AgentContext } from './context.ts';
import { backoffMs } from './decide/backoff.ts';
import { hideSecrets, secretValues } from './decide/hide-secrets.ts';
import { idempotencyKey } from './decide/tokens.ts';
import { decideWorkStep, keepAliveMarginMs } from './decide/work-step.ts';
import type { JobInHand } from './jobs-in-hand.ts';
import { deliverNew } from './outbox.ts';
import type { OutboxRow, RunRecord, TimelineLine, WorkAnswer, WorkRequest } from './ports.ts';
import type { ServedType } from './settings.ts';
import {
  agentLine,
  backendLine,
  operationName,
  resultSentence,
  serviceLine,
  timed,
} from './timeline-lines.ts';

/** Twenty times the longest pause between two questions to a silent backend. */
const LONGEST_PAUSE_MS = 10 * 60_000;

/**
 * One step of claimed work: start it (no external execution id yet) or ask for its state, and report what came back.
 * Where nothing can be reported, the next step is planned; the caller never waits for it.
 */
export async function work(ctx: AgentContext, runId: RunId): Promise<void> {
  const row = await ctx.serial(runId, () => workStep(ctx, runId));
  if (row) enqueue(ctx, ctx.outQueue, 'deliver', runId, () => deliverNew(ctx, row));
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
  const configuration = ctx.hand.get(runId)?.details.configuration ?? new Map<string, string>();
  const answer = hideSecrets(given, secretValues(configuration, type.secretConfigurationKeys));
  const at = ctx.clock.now();
  const line = backendLine(at, run.currentJobId, operation, answer, end.ms);
  // Time in which nobody asked (the computer slept, the agent was down) is no silence of the backend's.
  const asleep = at - run.updatedAt > LONGEST_PAUSE_MS;
  const silentSince = asleep ? null : run.backendUnreachableSince;
  const decision = decideWorkStep({
    run: { ...run, backendUnreachableSince: silentSince },
    answer,
    now: at,
    backendGraceMs: type.backendGraceMs,
    jobTimeoutMs: type.jobTimeoutMs,
  });
  const silent = answer.kind !== 'state';
  const backendUnreachableSince = silent ? (silentSince ?? at) : null;
  if (decision.kind === 'ask-again') {
    ctx.log('warn', 'backend-unavailable', { runId, operation, message: decision.message });
    await ctx.ledger.patch(runId, { backendUnreachableSince, message: decision.message }, at, [line]);
    const silentForSeconds = (at - (backendUnreachableSince ?? at)) / 1000;
    const tries = Math.floor(Math.log2(1 + silentForSeconds));
    planWork(ctx, runId, backoffMs(tries, ctx.random(), { baseMs: 1_000, capMs: 30_000 }));
    return null;
  }
  const { result } = decision;
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
    [line, agentLine(at, run.currentJobId, 'result written', resultSentence(result))],
  );
}

/** The state of work needs its id only; a start needs the job's details, which are asked for again after a restart. */
async function ask(
  ctx: AgentContext,
  run: RunRecord,
  type: ServedType,
  signal: AbortSignal,
): Promise<WorkAnswer | 'job-over'> {
  if (run.externalExecutionId !== null) return type.processor.status(run.externalExecutionId, signal);
  const inHand = ctx.hand.get(run.runId) ?? (await renew(ctx, run));
  if (inHand === 'job-over') return inHand;
  return type.processor.start(workRequest(run, inHand), idempotencyKey(run), signal);
}

/** A backend that hangs is given up in time to keep the job alive. */
async function untilKeepAlive<T>(
  ctx: AgentContext,
  run: RunRecord,
  type: ServedType,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const calling = new AbortController();
  const end = (): void => calling.abort();
  ctx.stop.addEventListener('abort', end, { once: true });
  const leftMs = run.deadlineAt === null ? Infinity : run.deadlineAt - ctx.clock.now();
  const patienceMs = leftMs - keepAliveMarginMs(type.jobTimeoutMs);
  const done = new AbortController();
  if (patienceMs > 0 && Number.isFinite(patienceMs)) {
    void ctx.clock.sleep(patienceMs, done.signal).then(() => {
      if (!done.signal.aborted) calling.abort();
    });
  }
  try {
    return await call(calling.signal);
  } finally {
    done.abort();
    ctx.stop.removeEventListener('abort', end);
  }
}

/** Plans the next step of a run outside of the queue. */
function planWork(ctx: AgentContext, runId: RunId, delayMs: number): void {
  enqueueLater(ctx, ctx.workQueue, delayMs, 'work', runId, () => work(ctx, runId));
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

/** After a restart the job's details are asked for again; a job that is gone ends the run. Throws what the service said. */
async function renew(ctx: AgentContext, run: RunRecord): Promise<JobInHand | 'job-over'> {
  const job = { region: run.region, protocol: run.protocol, jobId: run.currentJobId };
  const token = run.clientId ? (await ctx.tokens.find(run.clientId)).token : null;
  const end = await timed(ctx, () => ctx.jobs.details(job, token));
  const at = ctx.clock.now();
  const operation = operationName('details', job.protocol);
  const line: TimelineLine = serviceLine(at, job.jobId, operation, end, 'Details renewed.');
  if (end.error === null) {
    const inHand = { job, details: end.value };
    ctx.hand.set(run.runId, inHand);
    await ctx.ledger.note(run.runId, [line]);
    return inHand;
  }
  if (end.error.code === 'aws-job-not-found' || end.error.code === 'aws-invalid-job') {
    const message = 'CodePipeline no longer has this job.';
    await ctx.ledger.apply(run.runId, 'job-over', { message }, at, [line]);
    ctx.hand.delete(run.runId);
    return 'job-over';
  }
  throw end.error;
}
