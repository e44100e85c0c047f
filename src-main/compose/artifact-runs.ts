import type { RunArtifacts } from '#shared/domain/artifact.ts';
import type { RunDetail } from '#shared/domain/run.ts';
import type { RunAccess } from '../agent/run-access.ts';
import type { Runtime } from './runtime.ts';

/** Asks for a run's job credentials, or in one sentence why they cannot be had. */
export type JobAccess = (runId: string) => Promise<RunAccess>;

/** The newest succeeded run of the same action and customer that began before a run; null where there is none. */
export type LastGreenRun = (runId: string) => string | null;

/** What a run's job data names. Throws `not-found` for an unknown run. */
export async function artifactsOfRun(
  desk: Pick<Runtime, 'getRun'>,
  jobAccess: JobAccess,
  lastGreenRunOf: LastGreenRun,
  runId: string,
): Promise<RunArtifacts> {
  const detail = await desk.getRun(runId);
  const { run, inputArtifacts, outputArtifacts, pipelineExecutionId } = detail;
  const access = await jobAccess(run.runId);
  const named =
    (direction: 'input' | 'output') =>
    ({ name, location }: RunDetail['inputArtifacts'][number]) => ({
      direction,
      name,
      place: location ? { region: run.region, ...location, versionId: null } : null,
      pipeline: run.pipelineName,
      stage: run.stageName,
      action: run.actionName,
      pipelineExecutionId,
      at: run.createdAt,
    });
  return {
    runId: run.runId,
    artifacts: [...inputArtifacts.map(named('input')), ...outputArtifacts.map(named('output'))],
    encryptionKeyId: detail.encryptionKeyId,
    whyNoJobCredentials: access.ok ? null : access.whyNot,
    lastGreenRunId: lastGreenRunOf(run.runId),
  };
}
