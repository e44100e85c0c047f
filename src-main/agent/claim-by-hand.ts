import { ActionDeskError } from '#shared/domain/errors.ts';
import type { JobRef } from '#shared/domain/job.ts';
import { claim } from './claim.ts';
import type { AgentContext } from './context.ts';
import { readClaimAnswer } from './decide/claim-answer.ts';
import type { RunRecord } from './ports.ts';
import { engineerLine, operationName, serviceLine, timed } from './timeline-lines.ts';

/** The run after a claim that a person asked for; `told` where CodePipeline refused it and the run waits on. */
export interface ClaimByHand {
  run: RunRecord;
  told?: { refused: string };
}

const TOKEN_REFUSED = 'CodePipeline refused the stored client token: replace it.';

/**
 * Claims the job of a run that waits for a person. A refusal leaves the run waiting as it was, a refused client token lets it
 * wait for another one. Throws `not-allowed-now` (retryable) while there is no nonce.
 */
export async function acknowledgeByHand(ctx: AgentContext, run: RunRecord): Promise<ClaimByHand> {
  const job: JobRef = { region: run.region, protocol: run.protocol, jobId: run.currentJobId };
  const token = run.clientId ? (await ctx.tokens.find(run.clientId)).token : null;
  let details = ctx.hand.get(run.runId)?.details ?? null;
  if (run.protocol === 'third-party') {
    const end = await timed(ctx, () => ctx.jobs.details(job, token));
    if (end.error) {
      const at = ctx.clock.now();
      const line = serviceLine(at, job.jobId, operationName('details', job.protocol), end, '');
      const meaning = readClaimAnswer({ error: end.error }, false);
      if (meaning === 'token-refused') {
        if (run.clientId) await ctx.tokens.refused(run.clientId, at);
        const after = await ctx.ledger.apply(run.runId, 'token-missing', { message: TOKEN_REFUSED }, at, [
          line,
        ]);
        return { run: after ?? run, told: { refused: TOKEN_REFUSED } };
      }
      if (meaning === 'job-over') {
        const message = 'CodePipeline no longer has this job.';
        ctx.hand.delete(run.runId);
        return { run: (await ctx.ledger.apply(run.runId, 'job-over', { message }, at, [line])) ?? run };
      }
      await ctx.ledger.note(run.runId, [line]);
      return { run, told: { refused: notClaimed(end.error.message) } };
    }
    details = end.value;
  }
  if (!details?.nonce) {
    throw new ActionDeskError(
      'not-allowed-now',
      'CodePipeline has to hand the job out again first (about 30 s): try again then.',
      {
        retryable: true,
      },
    );
  }
  ctx.hand.set(run.runId, { job, details, readAtMs: ctx.clock.monotonicMs() });
  const line = engineerLine(ctx.clock.now(), run.currentJobId, 'acknowledge', 'An engineer claims the job.');
  const after = (await claim(ctx, run, { job, details, token }, 'engineer', [line])) ?? run;
  if (after.state === 'needs-token') return { run: after, told: { refused: TOKEN_REFUSED } };
  if (after.state !== 'polled') return { run: after };
  // Nobody but a person claims it: it waits for one as before, with the nonce in hand.
  const event = run.state === 'needs-token' ? 'token-missing' : 'held-for-engineer';
  const waits = await ctx.ledger.apply(run.runId, event, { message: run.message }, ctx.clock.now(), []);
  return { run: waits ?? after, told: { refused: notClaimed(after.message ?? 'no reason was given') } };
}

const notClaimed = (said: string): string => `CodePipeline did not take the claim (${said}): try it again.`;
