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

/**
 * Written down first, then exactly one acknowledge. Only `InProgress` makes the job ours; a lost race ends the run here and
 * sends nothing for it. A lost answer leaves the run in `claiming`: see `decideOverdue`.
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
    case 'unknown':
      return ctx.ledger.patch(
        run.runId,
        { message: 'The claim has no answer: waiting to see whether CodePipeline hands the job out again.' },
        at,
        [line],
      );
    default:
      return assertNever(meaning);
  }
}
