import { stat } from 'node:fs/promises';
import { toActionDeskError, type ErrorCode } from '#shared/domain/errors.ts';
import type { FailureType, JobArtifact } from '#shared/domain/job.ts';
import type { ArtifactStore, WorkRequest } from '../agent/ports.ts';
import type { RunFolder } from './run-folder.ts';
import type { ToldArtifact } from './start-body.ts';

/** A failure of the run that trying again would not mend. */
export interface ArtifactFailure {
  type: FailureType;
  message: string;
}

/** Names come from the service: in a path only plain characters may stand. The number keeps clashing names apart. */
function fileOf(folder: RunFolder, side: 'in' | 'out', artifact: JobArtifact, index: number): string {
  const plain = artifact.name.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 100);
  return folder.path(`${side}/${index + 1}-${plain}.zip`);
}

/** Each artifact with the path of its file in the run folder; one without a place in S3 has none. */
export function withFiles(
  folder: RunFolder,
  side: 'in' | 'out',
  artifacts: readonly JobArtifact[],
): ToldArtifact[] {
  return artifacts.map((artifact, index) =>
    artifact.location ? { ...artifact, file: fileOf(folder, side, artifact, index) } : artifact,
  );
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile(),
    () => false,
  );

const FINAL: Readonly<Partial<Record<ErrorCode, FailureType>>> = {
  'aws-access-denied': 'PermissionError',
  'no-credentials': 'PermissionError',
  'not-found': 'RevisionUnavailable',
  'invalid-input': 'ConfigurationError',
  'aws-other': 'JobFailed',
};

/** A final failure, or the error thrown again where a later try may do. */
function failureOrThrow(thrown: unknown, what: string): ArtifactFailure {
  const error = toActionDeskError(thrown);
  const type = error.retryable ? undefined : FINAL[error.code];
  if (type === undefined) throw error;
  return { type, message: `${what}: ${error.message}` };
}

/** Fetches what is not in `in/` yet. Null when all is there; throws what may pass. */
export async function fetchInputs(
  store: ArtifactStore,
  request: WorkRequest,
  inputs: readonly ToldArtifact[],
  maxBytes: number,
  signal: AbortSignal,
): Promise<ArtifactFailure | null> {
  for (const { name, location, file } of inputs) {
    if (!location || file === undefined || (await isThere(file))) continue;
    try {
      await store.fetch(location, request.artifactAccess, { file, maxBytes }, signal);
    } catch (thrown) {
      return failureOrThrow(thrown, `The input artifact ${name} cannot be fetched`);
    }
  }
  return null;
}

/** Uploads what the program left, each file once. Null when every output is in S3; throws what may pass. */
export async function uploadOutputs(
  store: ArtifactStore,
  request: WorkRequest,
  folder: RunFolder,
  signal: AbortSignal,
): Promise<ArtifactFailure | null> {
  const outputs = withFiles(folder, 'out', request.outputArtifacts);
  for (const { name, file } of outputs) {
    if (file === undefined || (await isThere(file))) continue;
    return { type: 'JobFailed', message: `The program left no output artifact ${name} (no file ${file}).` };
  }
  for (const [index, { name, location, file }] of outputs.entries()) {
    const done = `uploaded-${index + 1}`;
    if (!location || file === undefined || (await folder.has(done))) continue;
    try {
      await store.upload(file, location, request.artifactAccess, signal);
      await folder.write(done, `${location.bucket}/${location.key}\n`);
    } catch (thrown) {
      return failureOrThrow(thrown, `The output artifact ${name} cannot be uploaded`);
    }
  }
  return null;
}
