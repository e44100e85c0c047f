import type { RunHolder } from '#shared/domain/acts.ts';
import type { JobDetails, JobRef } from '#shared/domain/job.ts';
import type { Secret } from '#shared/domain/secret.ts';
import { assertNever } from '#shared/domain/exhaustive.ts';
import type { AgentContext } from './context.ts';
import { readClaimAnswer } from './decide/claim-answer.ts';
import type { RunRecord, TimelineLine } from './ports.ts';
import { operationName, serviceLine, timed } from './timeline-lines.ts';

/** What a claim needs; the token is null for custom jobs. */
export interface Claimable {
  job: JobRef;
  details: JobDetails;
  token: Secret | null;
}

/** About CodePipeline's re-delivery pause: a nonce that is older is overtaken, or was accepted. */
const NONCE_FRESH_FOR_MS = 30_000;

/**
 * Whether the claim of a run in `claiming` is worth sending again with the nonce in hand. An acknowledge that never arrived
 * is made good before the job is handed out to anybody else; one that did arrive answers InvalidNonce, which harms nothing.
 */
export function mayAcknowledgeAgain(ctx: AgentContext, run: RunRecord): boolean {
  const inHand = ctx.hand.get(run.runId);
  return (
    run.state === 'claiming' &&
    inHand?.job.jobId === run.currentJobId &&
    !inHand.nonceSpent &&
    ctx.clock.monotonicMs() - inHand.readAtMs < NONCE_FRESH_FOR_MS
  );
}

/**
 * Written down first, then exactly one acknowledge. Only `InProgress` makes the job ours; a lost race ends the run here and
 * sends nothing for it. A lost answer leaves the run in `claiming`: see `mayAcknowledgeAgain` and `decideOverdue`.
 */
export async function claim(
  ctx: AgentContext,
  run: RunRecord,
  claimable: Claimable,
  owner: RunHolder,
  linesBefore: TimelineLine[],
): Promise<RunRecord | null> {
  const { job, details, token } = claimable;
  const nonce = details.nonce;
  if (!nonce) return null;
  const unsettledTry = run.state === 'claiming';
  const claimingSince = ctx.clock.now();
  if (
    !(await ctx.ledger.apply(
      run.runId,
      'claim-started',
      { claimingSince, heldBy: owner },
      claimingSince,
      linesBefore,
    ))
  )
    return null;
  const end = await timed(ctx, () => ctx.jobs.acknowledge(job, nonce, token));
  const at = ctx.clock.now();
  const meaning = readClaimAnswer(end.error ? { error: end.error } : { status: end.value }, unsettledTry);
  const sentence = end.error ? '' : `Status ${end.value}.`;
  const line = serviceLine(at, job.jobId, operationName('acknowledge', job.protocol), end, sentence);
  switch (meaning) {
    case 'ours': {
      // Why an engineer was asked for stays to be read; a call to acknowledge has been followed.
      const asked = owner === 'engineer' && run.state !== 'waiting-for-engineer';
      const event = owner === 'engineer' ? 'claimed-by-engineer' : 'claimed-by-agent';
      return ctx.ledger.apply(
        run.runId,
        event,
        { heldBy: owner, claimingSince: null, ...(asked ? {} : { message: null }) },
        at,
        [line],
      );
    }
    case 'someone-elses':
      ctx.hand.delete(run.runId);
      return ctx.ledger.apply(run.runId, 'claim-lost', { message: 'Another worker claimed this job.' }, at, [
        line,
      ]);
    case 'token-refused':
      if (run.clientId) await ctx.tokens.refused(run.clientId, at);
      return ctx.ledger.apply(
        run.runId,
        'token-missing',
        { message: 'CodePipeline refused the stored client token: replace it.' },
        at,
        [line],
      );
    case 'job-over':
      ctx.hand.delete(run.runId);
      return ctx.ledger.apply(
        run.runId,
        'job-over',
        { message: 'CodePipeline no longer has this job.' },
        at,
        [line],
      );
    case 'not-now':
      return ctx.ledger.apply(
        run.runId,
        'claim-refused',
        { message: line.sentence, heldBy: run.heldBy },
        at,
        [line],
      );
    case 'unheard':
      return ctx.ledger.patch(
        run.runId,
        { message: 'The claim has no answer: waiting to see whether CodePipeline hands the job out again.' },
        at,
        [line],
      );
    case 'unknown': {
      const inHand = ctx.hand.get(run.runId);
      if (inHand?.job.jobId === job.jobId) ctx.hand.set(run.runId, { ...inHand, nonceSpent: true });
      return ctx.ledger.patch(
        run.runId,
        {
          message: 'An earlier claim may have been ours: waiting for CodePipeline to hand the job out again.',
        },
        at,
        [line],
      );
    }
    default:
      return assertNever(meaning);
  }
}
