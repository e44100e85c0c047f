import { readToken } from '#shared/domain/continuation-token.ts';
import { CLIENT_DISABLED, waitsForDisabledClient } from '#shared/domain/hold.ts';
import type { JobRef, PollCell } from '#shared/domain/job.ts';
import { cellKey } from './cell-key.ts';
import type { AgentContext } from './context.ts';
import type { RunRecord, TimelineLine } from './ports.ts';
import { agentLine } from './timeline-lines.ts';

/** Whether nobody claims the run's job because its client is disabled. */
export function isHeldBack(run: RunRecord | null): boolean {
  return run !== null && waitsForDisabledClient(run);
}

/** A job of a disabled client stays visible and unclaimed. A run that was begun before goes on to its end. */
export async function holdBack(
  ctx: AgentContext,
  run: RunRecord,
  job: JobRef,
  lines: readonly TimelineLine[],
): Promise<null> {
  const at = ctx.clock.now();
  if (isHeldBack(run)) return null;
  await ctx.ledger.apply(run.runId, 'token-missing', { message: CLIENT_DISABLED }, at, [
    ...lines,
    agentLine(at, job.jobId, 'held back', CLIENT_DISABLED),
  ]);
  return null;
}

/** Whether a cell claims new jobs: it is neither held nor drained. */
export function isFree(ctx: AgentContext, cell: PollCell): boolean {
  return whyLeft(ctx, cell) === null;
}

function whyLeft(ctx: AgentContext, cell: PollCell): string | null {
  const held = ctx.holds.sentenceOf(cell);
  if (held !== null || !ctx.drainingCells.has(cellKey(cell))) return held;
  return `Being drained: the agent claims nothing new of this action type in ${cell.region}. Acknowledge the job to take it yourself.`;
}

/** Why a hold or a drain keeps the agent from claiming, or null: of what was begun before, the next job is claimed. */
export function whyLeftNow(
  ctx: AgentContext,
  cell: PollCell,
  continuationToken: string | null,
): string | null {
  const why = whyLeft(ctx, cell);
  return why !== null && readToken(continuationToken).kind === 'fresh' ? why : null;
}

/**
 * A new job of a cell that is held or drained stays visible and unclaimed: an engineer may acknowledge it. Once the cell is free
 * again, it is claimed when CodePipeline hands it out again.
 */
export async function leaveForEngineer(
  ctx: AgentContext,
  run: RunRecord,
  job: JobRef,
  sentence: string,
  lines: readonly TimelineLine[],
): Promise<null> {
  const at = ctx.clock.now();
  if (run.state === 'waiting-for-engineer') {
    // A hold took a drain's place, or the other way round.
    if (run.message !== sentence) await ctx.ledger.patch(run.runId, { message: sentence }, at, []);
    return null;
  }
  await ctx.ledger.apply(run.runId, 'held-for-engineer', { message: sentence }, at, [
    ...lines,
    agentLine(at, job.jobId, 'not claimed', sentence),
  ]);
  return null;
}
