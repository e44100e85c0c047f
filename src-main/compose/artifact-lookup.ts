import type { ComparedRow } from '#shared/domain/artifact-compare.ts';
import type { ArtifactProblem, ObjectPlace, VersionRow } from '#shared/domain/artifact.ts';
import { openArchive } from '../artifacts/archive/open-archive.ts';
import { ARCHIVE_TAIL_BYTES } from '../artifacts/archive/archive-options.ts';
import { compareArchives } from '../artifacts/compare/compare-archives.ts';
import type { ListPage, OpenArchive, OpenObject } from '../artifacts/ports.ts';
import { createObjectReader } from '../aws/object-reader.ts';
import { openEnvironmentS3 } from '../aws/s3-door.ts';
import { ArtifactRefused } from '../aws/s3-problem.ts';
import { MOST_RUN_BYTES, type PageAsked, type RunObjects } from './artifact-run-objects.ts';

const CALL_TIMEOUT_MS = 15_000;

/** Where the command line looks for objects. Throws ActionDeskError. */
export interface ArtifactLookup {
  page(asked: PageAsked): Promise<ListPage>;
  versions(at: { bucket: string; key: string }): Promise<{ versions: VersionRow[]; more: boolean }>;
  open(place: ObjectPlace): Promise<OpenArchive>;
  close(): void;
}

/** With the standard AWS chain of this process; `region` is where a bucket is looked for first. */
export function openOwnLookup(region: string): ArtifactLookup {
  const access = { credentials: { kind: 'chain' as const }, callTimeoutMs: CALL_TIMEOUT_MS };
  const door = openEnvironmentS3(access, { environment: 'this command line', homeRegion: region });
  const reader = createObjectReader(door);
  return {
    page: (asked) => reader.listPage(asked),
    versions: (at) => reader.versions(at),
    open: async (place) => openArchive(await reader.open(place, ARCHIVE_TAIL_BYTES)),
    close: () => door.close(),
  };
}

/** With the credentials of a run's job, which stay with the agent that has the run. */
export function openRunLookup(objects: RunObjects, runId: string): ArtifactLookup {
  return {
    page: (asked) => objects.page(runId, asked),
    versions: (at) => objects.versions(runId, at),
    open: async (place) => openArchive(await openThrough(objects, runId, place)),
    close: () => undefined,
  };
}

async function openThrough(objects: RunObjects, runId: string, asked: ObjectPlace): Promise<OpenObject> {
  const { place, facts } = await objects.open(runId, asked);
  const cost = { requests: 1, bytes: 0, fromCache: 0 };
  const read = async (from: number, length: number, signal?: AbortSignal): Promise<Uint8Array> => {
    const whole = new Uint8Array(length);
    for (let at = 0; at < length; at += MOST_RUN_BYTES) {
      signal?.throwIfAborted();
      const part = Math.min(MOST_RUN_BYTES, length - at);
      whole.set(await objects.bytes(runId, asked, facts.etag, from + at, part), at);
      cost.requests += 1;
      cost.bytes += part;
    }
    return whole;
  };
  return {
    place,
    facts,
    read,
    async *stream(from, to, signal) {
      for (let at = from; at < to; at += MOST_RUN_BYTES)
        yield await read(at, Math.min(MOST_RUN_BYTES, to - at), signal);
    },
    fetched: () => ({ ...cost }),
  };
}

/** Compares by content; rows as they come. See `compare-archives.ts`. */
export async function compareLooked(
  left: OpenArchive,
  right: OpenArchive,
  onRow: (row: ComparedRow) => void,
): Promise<void> {
  await compareArchives(left, right, { onRow });
}

/** What S3 said and what would change it, beside an error's own sentence; null for other errors. */
export function problemBehind(thrown: unknown): ArtifactProblem | null {
  return thrown instanceof ArtifactRefused ? thrown.problem : null;
}
