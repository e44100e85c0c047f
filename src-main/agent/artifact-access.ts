import { ActionDeskError } from '#shared/domain/errors.ts';
import type { AgentContext } from './context.ts';
import type { ArtifactAccess, RunRecord } from './ports.ts';
import { renewDetails } from './renew-details.ts';

/** A job's credentials live about 15 minutes: they are renewed a minute before. Source: AWS's custom job worker. */
export const CREDENTIALS_RENEWED_AFTER_MS = 14 * 60_000;

/** What the run's present job allows with its artifacts in S3, as long as that job is open. */
export function artifactAccess(ctx: AgentContext, run: RunRecord): ArtifactAccess {
  return {
    region: run.region,
    get encryptionKeyId() {
      return ctx.hand.get(run.runId)?.details.encryptionKeyId ?? null;
    },
    async credentials(refused) {
      const known = ctx.hand.get(run.runId);
      const usable =
        known !== undefined &&
        ctx.clock.monotonicMs() - known.readAtMs < CREDENTIALS_RENEWED_AFTER_MS &&
        known.details.artifactCredentials !== refused;
      const inHand = usable ? known : await renewDetails(ctx, run);
      if (inHand === 'job-over')
        throw new ActionDeskError('aws-job-not-found', 'CodePipeline no longer has this job.');
      const { artifactCredentials } = inHand.details;
      if (!artifactCredentials)
        throw new ActionDeskError('no-credentials', 'The job came without artifact credentials.');
      return artifactCredentials;
    },
  };
}
