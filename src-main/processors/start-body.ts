import type { JobArtifact } from '#shared/domain/job.ts';
import type { WorkRequest } from '../agent/ports.ts';

/** An artifact as a processor is told of it; `file` only where the work is a program on this machine. */
export interface ToldArtifact extends JobArtifact {
  file?: string;
}

/** What a start may tell beyond the request. */
export interface StartBodyOptions {
  passArtifactCredentials: boolean;
  inputArtifacts?: readonly ToldArtifact[];
  outputArtifacts?: readonly ToldArtifact[];
}

/**
 * The JSON that starts work (README, "HTTP processor"), on one line. Credentials go along only when the configuration says
 * so. It holds secret values: never logged, never written to a file.
 */
export function startBody(request: WorkRequest, options: StartBodyOptions): string {
  const credentials = options.passArtifactCredentials ? request.artifactCredentials : null;
  return JSON.stringify({
    runId: request.runId,
    attempt: request.attempt,
    region: request.region,
    actionTypeId: request.actionTypeId,
    clientId: request.clientId ?? undefined,
    configuration: Object.fromEntries(request.configuration),
    pipelineContext: request.pipelineContext,
    inputArtifacts: options.inputArtifacts ?? request.inputArtifacts,
    outputArtifacts: options.outputArtifacts ?? request.outputArtifacts,
    artifactCredentials: credentials
      ? {
          accessKeyId: credentials.accessKeyId.reveal(),
          secretAccessKey: credentials.secretAccessKey.reveal(),
          sessionToken: credentials.sessionToken.reveal(),
        }
      : undefined,
  });
}
