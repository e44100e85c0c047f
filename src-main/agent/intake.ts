import { readToken } from '#shared/domain/continuation-token.ts';
import type { ClientId, JobId, RunId } from '#shared/domain/ids.ts';
import type { JobDetails, JobRef, PollCell, PolledJob } from '#shared/domain/job.ts';
import { isFinal } from '#shared/domain/run-state.ts';
import { protocolOf } from '#shared/domain/action-type.ts';
import type { ActionDeskError } from '#shared/domain/errors.ts';
import type { Secret } from '#shared/domain/secret.ts';
import { afterClaim } from './after-claim.ts';
import { claim } from './claim.ts';
import { servedType, type AgentContext } from './context.ts';
import { acceptedEvent } from './decide/result-answer.ts';
import { holdBack, isHeldBack, leaveForEngineer, whyLeftNow } from './left-unclaimed.ts';
import type { RunRecord, SeenJob, TimelineLine } from './ports.ts';
import { agentLine, detailsPayload, operationName, serviceLine, timed } from './timeline-lines.ts';

/**
 * From a polled job to a claimed run: token, details, row in the ledger, and then claim, or leave it to an engineer.
 * A third-party job whose details do not come is written down without them, so that it is visible all the same.
 */
export async function takeJob(ctx: AgentContext, polledCell: PollCell, polled: PolledJob): Promise<void> {
  const cell: Hearing = { ...polledCell, polledAt: ctx.clock.now() };
  const job: JobRef = { region: cell.region, protocol: protocolOf(cell.actionTypeId), jobId: polled.jobId };
  const known = await ctx.ledger.findByJob(cell.region, polled.jobId);
  if (known && wasGivenUp(known) && known.currentJobId === polled.jobId) await reopen(ctx, known);
  else if (known && !isOpenForUs(known, polled.jobId)) return;
  if (known?.state === 'claiming') {
    // No claim of ours has been accepted so far, whatever becomes of this hand-out: the silence begins anew.
    await ctx.ledger.patch(known.runId, { claimingSince: cell.polledAt }, cell.polledAt, []);
  }
  if (polled.protocol === 'custom') {
    await admit(ctx, cell, job, null, null, polled.details, []);
    return;
  }
  await takeThirdPartyJob(ctx, cell, job, polled.clientId);
}

function wasGivenUp(run: RunRecord): boolean {
  return run.state === 'lost' || run.state === 'expired';
}

/** The nonce that we lost with had been overtaken by a later hand-out, and nobody has claimed the job since. */
async function reopen(ctx: AgentContext, run: RunRecord): Promise<void> {
  const at = ctx.clock.now();
  const sentence = 'CodePipeline hands the job out again: nobody has claimed it.';
  const patch = { message: null, deadlineAt: at + servedType(ctx, run.actionTypeId).jobTimeoutMs };
  await ctx.ledger.apply(run.runId, 'handed-out-again', patch, at, [
    agentLine(at, run.currentJobId, 'handed out again', sentence),
  ]);
}

/** Where and when (epoch ms) a job was heard of. */
interface Hearing extends PollCell {
  polledAt: number;
}

/** A job that CodePipeline hands out again while we hold it, or that belongs to a finished run, is not taken twice. */
function isOpenForUs(run: RunRecord, jobId: JobId): boolean {
  if (isFinal(run.state) || run.currentJobId !== jobId) return false;
  // A deadline between jobs is the next job's: it was written down, and the agent ended before it could claim it.
  if (run.state === 'between-jobs') return run.deadlineAt !== null;
  return ['polled', 'needs-token', 'waiting-for-engineer', 'claiming'].includes(run.state);
}

/** Looks again at a job that could not be claimed: its token was added, or the agent has been restarted. */
export async function lookAgain(ctx: AgentContext, run: RunRecord): Promise<void> {
  if (!run.clientId || run.protocol !== 'third-party') return;
  const job: JobRef = { region: run.region, protocol: run.protocol, jobId: run.currentJobId };
  const cell = { region: run.region, actionTypeId: run.actionTypeId, polledAt: ctx.clock.now() };
  await takeThirdPartyJob(ctx, cell, job, run.clientId);
}

async function takeThirdPartyJob(
  ctx: AgentContext,
  cell: Hearing,
  job: JobRef,
  clientId: ClientId,
): Promise<void> {
  const client = await ctx.tokens.find(clientId);
  const who = { clientId, label: client.label, disabled: client.disabled };
  if (!client.token) {
    const sentence = client.label
      ? `No usable client token for ${client.label}: the stored one was refused, ended with its session, or is kept under a key that is not here.`
      : `No client token is stored for client ${clientId}.`;
    await park(ctx, cell, job, who, sentence, []);
    return;
  }
  if (client.disabled && isHeldBack(await ctx.ledger.findByJob(job.region, job.jobId))) return;
  const end = await timed(ctx, () => ctx.jobs.details(job, client.token));
  const at = ctx.clock.now();
  const line = serviceLine(
    at,
    job.jobId,
    operationName('details', job.protocol),
    end,
    'Details read.',
    end.value && detailsPayload(end.value),
  );
  if (end.error) {
    await detailsFailed(ctx, cell, job, who, end.error, line);
    return;
  }
  await ctx.tokens.used(clientId, at);
  await admit(ctx, cell, job, who, client.token, end.value, [line]);
}

interface Who {
  clientId: ClientId;
  label: string | null;
  disabled: boolean;
}

async function detailsFailed(
  ctx: AgentContext,
  cell: Hearing,
  job: JobRef,
  who: Who,
  error: ActionDeskError,
  line: TimelineLine,
): Promise<void> {
  if (error.code === 'aws-invalid-client-token') {
    await ctx.tokens.refused(who.clientId, line.at);
    await park(ctx, cell, job, who, 'CodePipeline refused the stored client token: replace it.', [line]);
    return;
  }
  const { run } = await ctx.ledger.jobSeen(seen(ctx, cell, job, who, null), ctx.newRunId(job));
  const over =
    error.code === 'aws-job-not-found' ||
    error.code === 'aws-invalid-job' ||
    error.code === 'aws-invalid-job-state';
  if (over && !isFinal(run.state)) {
    await ctx.ledger.apply(
      run.runId,
      'job-over',
      { message: 'CodePipeline no longer has this job.' },
      line.at,
      [line],
    );
    ctx.hand.delete(run.runId);
    return;
  }
  // The job is not claimed: CodePipeline hands it out again, and it is tried again then.
  await ctx.ledger.patch(run.runId, { message: error.message }, line.at, [line]);
}

/** Leaves the job visible, waiting for a token. */
async function park(
  ctx: AgentContext,
  cell: Hearing,
  job: JobRef,
  who: Who,
  sentence: string,
  lines: TimelineLine[],
): Promise<void> {
  const at = ctx.clock.now();
  const { run, firstSight } = await ctx.ledger.jobSeen(seen(ctx, cell, job, who, null), ctx.newRunId(job));
  if (run.state === 'needs-token' && run.message === sentence && !firstSight) return;
  await ctx.ledger.apply(run.runId, 'token-missing', { message: sentence }, at, [
    ...(firstSight ? [polledLine(cell.polledAt, job)] : []),
    ...lines,
    agentLine(at, job.jobId, 'needs token', sentence),
  ]);
}

function seen(
  ctx: AgentContext,
  cell: Hearing,
  job: JobRef,
  who: Who | null,
  details: JobDetails | null,
): SeenJob {
  const type = servedType(ctx, cell.actionTypeId);
  const seenAt = ctx.clock.now();
  ctx.deadlines.heard(job, seenAt + type.jobTimeoutMs);
  return {
    job,
    actionTypeId: cell.actionTypeId,
    processorKind: type.processor.kind,
    clientId: who?.clientId ?? null,
    clientLabel: who?.label ?? null,
    details,
    secretKeys: type.secretConfigurationKeys,
    executionUrlTemplate: type.executionUrlTemplate,
    seenAt,
    deadlineAt: seenAt + type.jobTimeoutMs,
  };
}

function polledLine(at: number, job: JobRef): TimelineLine {
  const operation = operationName('poll', job.protocol);
  return serviceLine(at, job.jobId, operation, { error: null, ms: null }, 'CodePipeline handed out the job.');
}

/** The details are known: the row is written, then the job is claimed or left to an engineer. */
async function admit(
  ctx: AgentContext,
  cell: Hearing,
  job: JobRef,
  who: Who | null,
  token: Secret | null,
  details: JobDetails,
  linesBefore: TimelineLine[],
): Promise<void> {
  const meaning = readToken(details.continuationToken);
  // A run that this ledger has never seen keeps the id that its idempotency key was made from.
  const newRunId: RunId = meaning.kind === 'unconfirmed' ? meaning.runId : ctx.newRunId(job);
  const { run: found, firstSight } = await ctx.ledger.jobSeen(seen(ctx, cell, job, who, details), newRunId);
  const lines = firstSight ? [polledLine(cell.polledAt, job), ...linesBefore] : linesBefore;
  const after = await ctx.serial(found.runId, async () => {
    const run = await settleByNextJob(ctx, found, job);
    if (!isOpenForUs(run, job.jobId) && run.state !== 'between-jobs') {
      await ctx.ledger.note(run.runId, lines);
      return null;
    }
    if (ctx.draining.aborted) return null;
    // A claim that was sent before the client was disabled is seen through.
    if (who?.disabled && meaning.kind === 'fresh' && run.state !== 'claiming')
      return holdBack(ctx, run, job, lines);
    ctx.hand.set(run.runId, { job, details, readAtMs: ctx.clock.monotonicMs() });
    if (run.processorKind === 'manual' && run.heldBy !== 'engineer') {
      if (run.state === 'waiting-for-engineer') return null;
      const sentence = 'A person does this work: acknowledge the job to take it.';
      await ctx.ledger.apply(run.runId, 'held-for-engineer', { message: sentence }, ctx.clock.now(), [
        ...lines,
        agentLine(ctx.clock.now(), job.jobId, 'waiting for an engineer', sentence),
      ]);
      return null;
    }
    const left = run.state === 'claiming' ? null : whyLeftNow(ctx, cell, details.continuationToken);
    if (left !== null) return leaveForEngineer(ctx, run, job, left, lines);
    return claim(ctx, run, { job, details, token }, run.heldBy, lines);
  });
  await afterClaim(ctx, after);
}

/** The next job of a chain proves that CodePipeline accepted the result whose answer was lost. */
async function settleByNextJob(ctx: AgentContext, found: RunRecord, job: JobRef): Promise<RunRecord> {
  const run = (await ctx.ledger.find(found.runId)) ?? found;
  if (run.state !== 'reporting') return run;
  const rows = await ctx.ledger.unsettledResultsOf(run.runId);
  const row = rows.find((candidate) => candidate.job.jobId !== job.jobId);
  if (!row || row.result.kind !== 'continue') return run;
  const at = ctx.clock.now();
  const line = agentLine(
    at,
    row.job.jobId,
    'result settled',
    'The next job is here: CodePipeline had accepted the result.',
    'ok',
  );
  return (await ctx.ledger.settleResult(row.outboxId, acceptedEvent(row.result), {}, at, [line])) ?? run;
}
