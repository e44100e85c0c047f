import type { ObjectFacts, ObjectPlace, VersionRow } from '#shared/domain/artifact.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { ListPage, OpenObject } from '../artifacts/ports.ts';
import { ARCHIVE_TAIL_BYTES } from '../artifacts/archive/archive-options.ts';
import type { ArtifactSources } from './artifact-sources.ts';

/** Most bytes of one answer. */
export const MOST_RUN_BYTES = 4 * 1024 * 1024;
const MOST_OPEN = 8;

/** Which page of a listing is asked for. */
export interface PageAsked {
  bucket: string;
  prefix: string;
  delimiter: string | null;
  cursor: string | null;
  count: number;
}

/**
 * Objects as a run's job may see them, for the command line: it asks for bytes, and the credentials stay here. Throws
 * ActionDeskError, `no-credentials` where the run's job gives none.
 */
export interface RunObjects {
  page(runId: string, asked: PageAsked): Promise<ListPage>;
  versions(
    runId: string,
    at: { bucket: string; key: string },
  ): Promise<{ versions: VersionRow[]; more: boolean }>;
  open(runId: string, place: ObjectPlace): Promise<{ place: ObjectPlace; facts: ObjectFacts }>;
  /** Exactly `length` bytes, at most `MOST_RUN_BYTES`, of the content with that ETag. */
  bytes(runId: string, place: ObjectPlace, etag: string, from: number, length: number): Promise<Uint8Array>;
}

export function createRunObjects(sources: Pick<ArtifactSources, 'reader'>): RunObjects {
  const opened = new Map<string, OpenObject>();
  const reader = (runId: string) => sources.reader({ kind: 'run', runId });
  const keyOf = (runId: string, { bucket, key, versionId }: ObjectPlace): string =>
    JSON.stringify([runId, bucket, key, versionId]);
  const open = async (runId: string, place: ObjectPlace): Promise<OpenObject> => {
    const object = await (await reader(runId)).open(place, ARCHIVE_TAIL_BYTES);
    opened.delete(keyOf(runId, place));
    opened.set(keyOf(runId, place), object);
    for (const old of [...opened.keys()].slice(0, -MOST_OPEN)) opened.delete(old);
    return object;
  };
  return {
    page: async (runId, asked) => (await reader(runId)).listPage(asked),
    versions: async (runId, at) => (await reader(runId)).versions(at),
    async open(runId, place) {
      const { place: found, facts } = await open(runId, place);
      return { place: found, facts };
    },
    async bytes(runId, place, etag, from, length) {
      const object = opened.get(keyOf(runId, place)) ?? (await open(runId, place));
      if (object.facts.etag !== etag)
        throw new ActionDeskError('not-allowed-now', 'The object was replaced meanwhile: begin again.');
      return object.read(from, length);
    },
  };
}
