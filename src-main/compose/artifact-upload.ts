import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ObjectFacts, ObjectPlace } from '#shared/domain/artifact.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { checkProtection, nameToType } from '#shared/domain/protection.ts';
import type { RunDetail } from '#shared/domain/run.ts';
import type { JobAccess } from './artifact-runs.ts';
import type { ArtifactsAsked } from './artifact-desk.ts';
import type { TaskHandle, TaskWork } from './artifact-tasks.ts';
import type { ClientActs } from './client-acts.ts';
import type { Actor, Runtime } from './runtime.ts';

/** Larger than any artifact that CodePipeline takes from its own sources. Source: "Quotas in AWS CodePipeline". */
export const MOST_UPLOAD_BYTES = 5 * 1024 ** 3;

/** What an upload needs of the environment and of S3, with the credentials of a run's job. */
export interface UploadParts {
  readonly desk: Pick<Runtime, 'environment' | 'protection' | 'getRun'>;
  readonly record: ClientActs['record'];
  readonly jobAccess: JobAccess;
  /** What lies there now; null where S3 says that there is no such object. */
  look(runId: string, place: ObjectPlace, signal?: AbortSignal): Promise<ObjectFacts | null>;
  /**
   * Puts the file with SSE-KMS and the key that the job says, and answers how that was confirmed. Without `replace` what comes
   * at the same moment wins.
   */
  put(
    runId: string,
    file: string,
    place: ObjectPlace,
    replace: boolean,
    handle: Pick<TaskHandle, 'signal' | 'bytes'>,
  ): Promise<{ sentence: string }>;
}

type Asked = ArtifactsAsked<'upload'>;

/** Putting a missing or a replacement output artifact for a run. */
export interface ArtifactUploads {
  /** See `ArtifactDesk.whyNotUpload`. Throws what the environment's protection says. */
  whyNot(asked: Asked, by?: Actor): Promise<string | null>;
  /** Throws `not-allowed-now` or `invalid-input` where it cannot begin. */
  work(asked: Asked, path: string, by?: Actor): Promise<TaskWork>;
}

const grouped = (bytes: number): string => bytes.toLocaleString('en-US');

function placeOf({ run, outputArtifacts }: RunDetail, name: string): ObjectPlace | string {
  const found = outputArtifacts.find((artifact) => artifact.name === name);
  if (!found) return `The job declares no output artifact ${JSON.stringify(name)}.`;
  if (!found.location) return `The job does not say where the output artifact ${name} goes.`;
  return { region: run.region, ...found.location, versionId: null };
}

/** A state for the audit. */
function stateOf(facts: ObjectFacts | null): string {
  if (!facts) return 'not there';
  const version = facts.versionId === null ? '' : `, version ${facts.versionId}`;
  return `${grouped(facts.size)} bytes, ETag ${facts.etag}${version}`;
}

async function fileFacts(path: string): Promise<{ name: string; size: number }> {
  const name = basename(path);
  const found = await stat(path).catch((thrown: NodeJS.ErrnoException) => {
    throw new ActionDeskError('invalid-input', `${name} cannot be read (${thrown.code ?? 'unknown error'}).`);
  });
  if (!found.isFile()) throw new ActionDeskError('invalid-input', `${name} is not a file.`);
  if (found.size > MOST_UPLOAD_BYTES)
    throw new ActionDeskError(
      'invalid-input',
      `${name} has ${grouped(found.size)} bytes: more than the limit of ${grouped(MOST_UPLOAD_BYTES)}.`,
    );
  return { name, size: found.size };
}

export function createArtifactUploads(parts: UploadParts): ArtifactUploads {
  const { desk } = parts;

  const judge = async (
    asked: Asked,
    by: Actor | undefined,
  ): Promise<{ why: string } | { place: ObjectPlace; detail: RunDetail; before: ObjectFacts | null }> => {
    const detail = await desk.getRun(asked.runId);
    checkProtection(desk, nameToType(detail.run).name, by);
    const access = await parts.jobAccess(detail.run.runId);
    if (!access.ok) return { why: access.whyNot };
    const place = placeOf(detail, asked.artifactName);
    if (typeof place === 'string') return { why: place };
    const before = await parts.look(detail.run.runId, place);
    if (before && !asked.replace)
      return {
        why: `The output artifact is there already (${stateOf(before)}): say that it is to be replaced.`,
      };
    return { place, detail, before };
  };

  return {
    async whyNot(asked, by) {
      const judged = await judge(asked, by);
      return 'why' in judged ? judged.why : null;
    },
    async work(asked, path, by) {
      const judged = await judge(asked, by);
      if ('why' in judged) throw new ActionDeskError('not-allowed-now', judged.why);
      const { place } = judged;
      const { runId } = judged.detail.run;
      const { name, size } = await fileFacts(path);
      const record = (
        outcome: 'took-effect' | 'no-effect',
        before: ObjectFacts | null,
        after: string,
      ): void =>
        parts.record(
          'upload artifact',
          runId,
          outcome,
          `${asked.artifactName}: ${stateOf(before)}`,
          `${asked.artifactName}: ${after} (file ${name}, limit ${grouped(MOST_UPLOAD_BYTES)} bytes)`,
          by,
        );
      return {
        kind: 'upload',
        title: `${name} → ${asked.artifactName}`,
        async run(handle) {
          handle.total({ bytes: size, files: 1 });
          // Asked about before the file was chosen, and the task may be gone on with later: what is there now counts.
          const before = await parts.look(runId, place, handle.signal);
          if (before && !asked.replace)
            throw new ActionDeskError(
              'not-allowed-now',
              'The output artifact has appeared meanwhile: nothing was sent.',
            );
          let sent = 0;
          const bytes = (more: number): void => {
            sent += more;
            handle.bytes(more);
          };
          let confirmed: string;
          try {
            const { signal } = handle;
            confirmed = (await parts.put(runId, path, place, asked.replace, { signal, bytes })).sentence;
          } catch (thrown) {
            handle.bytes(-sent);
            // Whether S3 took it all the same is looked at, so that the audit says what is there.
            const there = await parts.look(runId, place).catch(() => before);
            if (stateOf(there) !== stateOf(before)) record('took-effect', before, stateOf(there));
            throw thrown;
          }
          handle.bytes(size - sent);
          const after = await parts.look(runId, place, handle.signal);
          record(after?.size === size ? 'took-effect' : 'no-effect', before, stateOf(after));
          if (!after)
            throw new ActionDeskError('unreachable', 'S3 took it, and does not show it yet.', {
              retryable: true,
            });
          if (after.size !== size)
            throw new ActionDeskError(
              'not-allowed-now',
              `${grouped(size)} bytes were sent, and ${grouped(after.size)} are there.`,
            );
          handle.file();
          const key = after.kmsKeyId === null ? '' : ` with the key ${after.kmsKeyId}`;
          const how = after.encryption === null ? '' : `, encrypted by ${after.encryption}${key}`;
          return { sentence: `${confirmed} It is there as ${stateOf(after)}${how}.` };
        },
        canResume: () => true,
      };
    },
  };
}
