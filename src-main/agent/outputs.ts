import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';
import type { JobArtifact, JobResult } from '#shared/domain/job.ts';
import { artifactAccess } from './artifact-access.ts';
import { servedType, type AgentContext } from './context.ts';
import { decideOutputs, outputsSentence, type OutputsSeen } from './decide/output-check.ts';
import type { WorkDecision } from './decide/work-step.ts';
import { withPatience } from './patience.ts';
import type { RunRecord, TimelineLine } from './ports.ts';
import { agentLine } from './timeline-lines.ts';

/** Since when (monotonic ms) the outputs of a finished run have been missing, or could not be seen. */
export interface OutputsAwaited {
  missingSince: number | null;
  unknownSince: number | null;
}

/** An S3 that hangs holds neither the run's turn nor a slot for longer: the look counts as without an answer. */
const LOOK_PATIENCE_MS = 10_000;

type Success = Extract<JobResult, { kind: 'success' }>;

/** One HEAD for each output artifact that the run's job declares, with the job's own credentials. Never throws. */
async function lookForOutputs(ctx: AgentContext, run: RunRecord): Promise<OutputsSeen> {
  const declared: readonly JobArtifact[] =
    ctx.hand.get(run.runId)?.details.outputArtifacts ?? (await ctx.ledger.outputArtifacts(run.runId));
  const places = declared.flatMap(({ name, location }) => (location ? [{ name, location }] : []));
  if (places.length === 0) return { kind: 'there' };
  const access = artifactAccess(ctx, run);
  const looks = await Promise.all(
    places.map(async ({ name, location }) => {
      try {
        const there = await withPatience(ctx, LOOK_PATIENCE_MS, (signal) =>
          ctx.artifacts.exists(location, access, signal),
        );
        return { name, there, error: null };
      } catch (thrown) {
        return { name, there: false, error: toActionDeskError(thrown) };
      }
    }),
  );
  const missing = looks.filter(({ there, error }) => !there && error === null);
  if (missing.length > 0) return { kind: 'missing', names: missing.map(({ name }) => name) };
  const unseen = looks.find(({ error }) => error !== null);
  if (!unseen?.error) return { kind: 'there' };
  const { name, error } = unseen;
  return { kind: 'unknown', name, reason: error.message, denied: error.code === 'aws-access-denied' };
}

/** What became of a success, the lines that tell of it, and for how long its artifacts have been waited for. */
export interface OutputCheck {
  decision: WorkDecision;
  lines: TimelineLine[];
  waitedMs: number;
}

/** Asks S3 for the artifacts that a success promises; null where all are there, or none are to be looked for. */
export async function checkOutputs(
  ctx: AgentContext,
  run: RunRecord,
  result: Success,
): Promise<OutputCheck | null> {
  const { outputGraceMs, backendGraceMs, jobTimeoutMs } = servedType(ctx, run.actionTypeId);
  const seen = outputGraceMs === null ? ({ kind: 'there' } as const) : await lookForOutputs(ctx, run);
  if (outputGraceMs === null || seen.kind === 'there') {
    ctx.outputsAwaited.delete(run.runId);
    return null;
  }
  const monotonicMs = ctx.clock.monotonicMs();
  const before = ctx.outputsAwaited.get(run.runId);
  const missing = seen.kind === 'missing';
  const awaited: OutputsAwaited = {
    missingSince: before?.missingSince ?? (missing ? monotonicMs : null),
    unknownSince: missing ? null : (before?.unknownSince ?? monotonicMs),
  };
  const since = (missing ? awaited.missingSince : awaited.unknownSince) ?? monotonicMs;
  const now = ctx.clock.now();
  const waitedMs = monotonicMs - since;
  const decision = decideOutputs({
    ...{ seen, result, run, now, waitedMs },
    ...{ outputGraceMs, backendGraceMs, jobTimeoutMs },
  });
  if (decision.kind === 'report' && decision.result.kind === 'failure') ctx.outputsAwaited.delete(run.runId);
  else ctx.outputsAwaited.set(run.runId, awaited);
  const line = agentLine(now, run.currentJobId, 'output check', outputsSentence(seen), 'failed');
  return { decision, lines: [line], waitedMs };
}

/** Refuses an engineer's *Complete* with `not-allowed-now` while a declared output artifact is not seen in S3. */
export async function refuseWithoutOutputs(ctx: AgentContext, run: RunRecord): Promise<void> {
  if (servedType(ctx, run.actionTypeId).outputGraceMs === null) return;
  const seen = await lookForOutputs(ctx, run);
  if (seen.kind === 'there') return;
  const advice = seen.kind === 'missing' ? 'Upload it first, or fail the run.' : 'Try again.';
  throw new ActionDeskError('not-allowed-now', `${outputsSentence(seen)} ${advice}`, { retryable: true });
}
