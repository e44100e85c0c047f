import type { AgentContext } from './context.ts';
import type { JobInHand } from './jobs-in-hand.ts';
import type { RunRecord, TimelineLine } from './ports.ts';
import { operationName, serviceLine, timed } from './timeline-lines.ts';

/**
 * Asks CodePipeline for the details of a claimed job again: after a restart, or for fresh artifact credentials. A job that is
 * gone ends the run. Throws what the service said otherwise.
 */
export async function renewDetails(ctx: AgentContext, run: RunRecord): Promise<JobInHand | 'job-over'> {
  const job = { region: run.region, protocol: run.protocol, jobId: run.currentJobId };
  const token = run.clientId ? (await ctx.tokens.find(run.clientId)).token : null;
  const end = await timed(ctx, () => ctx.jobs.details(job, token));
  const at = ctx.clock.now();
  const operation = operationName('details', job.protocol);
  const line: TimelineLine = serviceLine(at, job.jobId, operation, end, 'Details renewed.');
  if (end.error === null) {
    const inHand = { job, details: end.value, readAtMs: ctx.clock.monotonicMs() };
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
