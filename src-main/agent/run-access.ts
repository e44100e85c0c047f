import { ActionDeskError } from '#shared/domain/errors.ts';
import type { RunId } from '#shared/domain/ids.ts';
import { isFinal } from '#shared/domain/run-state.ts';
import type { AgentContext } from './context.ts';
import type { ArtifactAccess, RunRecord, TimelineLine } from './ports.ts';
import { CREDENTIALS_RENEWED_AFTER_MS } from './artifact-access.ts';
import { operationName, serviceLine, timed } from './timeline-lines.ts';

/** A run's job credentials for a person, or in one sentence why they cannot be had. */
export type RunAccess = { ok: true; access: ArtifactAccess } | { ok: false; whyNot: string };

const UNCLAIMED = new Set(['polled', 'needs-token', 'waiting-for-engineer', 'claiming']);

/**
 * Why the job's credentials cannot be had at this moment; null where they can. Details are asked for claimed jobs only: those of
 * an unclaimed custom job come without the nonce that claiming it needs. Credentials that came with a poll serve meanwhile.
 */
async function whyNoJobCredentials(ctx: AgentContext, run: RunRecord): Promise<string | null> {
  if (isFinal(run.state)) return 'The run is final: CodePipeline gives out credentials for open jobs only.';
  if (freshInHand(ctx, run)) return null;
  const client = run.clientId === null ? null : await ctx.tokens.find(run.clientId);
  if (client?.disabled && UNCLAIMED.has(run.state))
    return 'The client is disabled: nothing is claimed for it, and nothing asked of its jobs.';
  if (client && !client.token)
    return 'No usable token is stored for this client: without it CodePipeline tells nothing of its jobs.';
  if (run.state === 'between-jobs')
    return "CodePipeline's next job for this run has not come yet: the last one's credentials are not renewed.";
  return UNCLAIMED.has(run.state)
    ? 'Nobody has claimed the job yet: its details are asked for afterwards.'
    : null;
}

function freshInHand(ctx: AgentContext, run: RunRecord) {
  const inHand = ctx.hand.get(run.runId);
  const fresh =
    inHand?.job.jobId === run.currentJobId &&
    inHand.details.artifactCredentials !== null &&
    ctx.clock.monotonicMs() - inHand.readAtMs < CREDENTIALS_RENEWED_AFTER_MS;
  return fresh ? inHand : null;
}

/**
 * What the run's present job allows with its artifacts, for the console: followed from job to job, and asked for through the
 * traffic budget. Looking never moves a run: that CodePipeline no longer has a job is for the agent's own steps to find.
 */
export async function runAccess(ctx: AgentContext, runId: RunId): Promise<RunAccess> {
  const first = await ctx.ledger.find(runId);
  if (!first) return { ok: false, whyNot: `There is no run ${runId}.` };
  const whyNot = await whyNoJobCredentials(ctx, first);
  if (whyNot !== null) return { ok: false, whyNot };
  let encryptionKeyId = ctx.hand.get(runId)?.details.encryptionKeyId ?? null;
  return {
    ok: true,
    access: {
      region: first.region,
      get encryptionKeyId() {
        return ctx.hand.get(runId)?.details.encryptionKeyId ?? encryptionKeyId;
      },
      async credentials(refused) {
        const run = await ctx.ledger.find(runId);
        const inHand = run && freshInHand(ctx, run);
        const known = inHand?.details.artifactCredentials;
        if (known && known !== refused) return known;
        const why = run ? await whyNoJobCredentials(ctx, run) : `There is no run ${runId}.`;
        if (!run || why !== null) throw new ActionDeskError('no-credentials', why ?? '');
        if (UNCLAIMED.has(run.state) || run.state === 'between-jobs')
          throw new ActionDeskError(
            'no-credentials',
            'S3 refused the credentials, which are not renewed before a claim.',
          );
        const details = await freshDetails(ctx, run);
        encryptionKeyId = details.encryptionKeyId;
        if (details.artifactCredentials) return details.artifactCredentials;
        throw new ActionDeskError('no-credentials', 'The job came without artifact credentials.');
      },
    },
  };
}

/** Asks for the details of a claimed job, and keeps them in hand unless the run went on to another job meanwhile. */
async function freshDetails(ctx: AgentContext, run: RunRecord) {
  const job = { region: run.region, protocol: run.protocol, jobId: run.currentJobId };
  const token = run.clientId ? (await ctx.tokens.find(run.clientId)).token : null;
  const end = await timed(ctx, () => ctx.jobs.details(job, token));
  const at = ctx.clock.now();
  const sentence = 'Details renewed for a look at the artifacts.';
  const line: TimelineLine = serviceLine(
    at,
    job.jobId,
    operationName('details', job.protocol),
    end,
    sentence,
  );
  await ctx.ledger.note(run.runId, [line]);
  if (end.error !== null) throw end.error;
  const now = await ctx.ledger.find(run.runId);
  const held = ctx.hand.get(run.runId);
  const isSameJob = now?.currentJobId === job.jobId && !isFinal(now.state);
  if (isSameJob && (held === undefined || held.job.jobId === job.jobId))
    ctx.hand.set(run.runId, { ...held, job, details: end.value, readAtMs: ctx.clock.monotonicMs() });
  return end.value;
}
