import { idempotencyKey } from '#shared/domain/continuation-token.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { artifactAccess } from './artifact-access.ts';
import type { AgentContext } from './context.ts';
import type { JobInHand } from './jobs-in-hand.ts';
import type { RunRecord, StartedWork, WorkRequest } from './ports.ts';
import { renewDetails } from './renew-details.ts';

/** What a processor is told of the run's present job. */
export function workRequest(ctx: AgentContext, run: RunRecord, inHand: JobInHand): WorkRequest {
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
    artifactAccess: artifactAccess(ctx, run),
  };
}

/** Work whose job is asked for only when the processor wants it: one call less for those that go by the id alone. */
export function startedWork(ctx: AgentContext, run: RunRecord): StartedWork {
  return {
    idempotencyKey: idempotencyKey(run),
    async request() {
      const inHand = ctx.hand.get(run.runId) ?? (await renewDetails(ctx, run));
      if (inHand === 'job-over')
        throw new ActionDeskError('aws-job-not-found', 'CodePipeline no longer has this job.');
      return workRequest(ctx, run, inHand);
    },
  };
}
