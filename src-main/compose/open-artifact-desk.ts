import { join } from 'node:path';
import type { ArtifactVia, NamedArtifact } from '#shared/domain/artifact.ts';
import type { Preview, PreviewRequest } from '#shared/domain/artifact-preview.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { OpenArchive, OpenObject } from '../artifacts/ports.ts';
import { openOutsideFiles } from '../artifacts/save/outside-file.ts';
import { createArtifactChanges } from './artifact-changes.ts';
import { createArtifactComparisons, type CompareOpened } from './artifact-comparisons.ts';
import type { ArtifactDesk } from './artifact-desk.ts';
import { createArtifactListings } from './artifact-listings.ts';
import { createOpenedArtifacts, type OpenedOne } from './artifact-opened.ts';
import { answered } from './artifact-problem.ts';
import { createRunObjects } from './artifact-run-objects.ts';
import { artifactsOfRun, type LastGreenRun } from './artifact-runs.ts';
import { saveWish, saveWork, type FetchObject } from './artifact-saving.ts';
import type { ArtifactSources } from './artifact-sources.ts';
import { createArtifactTasks } from './artifact-tasks.ts';
import { createArtifactUploads, type UploadParts } from './artifact-upload.ts';
import type { Runtime, RuntimeEvent } from './runtime.ts';

/** What artifacts are looked into with. */
export interface ArtifactTools {
  /** Bytes of an object's end that come with its opening. */
  readonly tailBytes: number;
  openArchive(object: OpenObject, signal: AbortSignal): Promise<OpenArchive>;
  preview(one: OpenedOne, request: PreviewRequest, signal: AbortSignal): Promise<Preview>;
  readonly compare: CompareOpened;
  readonly fetchObject: FetchObject;
  readonly forgetObject: (place: string) => Promise<void>;
  /** What the disk cache of this environment holds, in bytes. */
  cacheSize(): Promise<{ bytes: number; maxBytes: number; objects: number }>;
  /** Answers the bytes that were freed. */
  clearCache(): Promise<{ bytes: number }>;
}

/** What the desk is made of. */
export interface ArtifactDeskParts extends Pick<UploadParts, 'record' | 'put' | 'jobAccess'> {
  readonly desk: Pick<Runtime, 'environment' | 'protection' | 'getRun'>;
  readonly lastGreenRunOf: LastGreenRun;
  readonly sources: ArtifactSources;
  readonly tools: ArtifactTools;
  /** Names in our own account; each call in the environment's traffic budget. */
  readonly names: {
    pipelines(region: string, signal?: AbortSignal): Promise<string[]>;
    of(region: string, pipeline: string, signal?: AbortSignal): Promise<NamedArtifact[]>;
  };
  /** Private folder for files that the desktop opens; emptied at the start and at the end. */
  readonly outsideFolder: string;
  readonly emit: (event: Extract<RuntimeEvent, { kind: 'artifacts-changed' }>) => void;
  readonly now: () => number;
  readonly monotonicMs: () => number;
}

/** The desk, and its end: everything is cancelled, and resolves when nothing of it works any more. */
export function openArtifactDesk(parts: ArtifactDeskParts): { desk: ArtifactDesk; close(): Promise<void> } {
  const { sources, tools, names } = parts;
  const ending = new AbortController();
  const changes = createArtifactChanges(parts.emit);
  const opened = createOpenedArtifacts(parts.monotonicMs);
  const listings = createArtifactListings((id) => changes.add('listings', id));
  const comparisons = createArtifactComparisons(tools.compare, (id) => changes.add('comparisons', id));
  const tasks = createArtifactTasks(parts.now, (id) => changes.add('tasks', id));
  const outside = openOutsideFiles(parts.outsideFolder);
  const saving = { fetchObject: tools.fetchObject, forgetObject: tools.forgetObject };
  const uploads = createArtifactUploads({
    desk: parts.desk,
    record: parts.record,
    put: parts.put,
    jobAccess: parts.jobAccess,
    async look(runId, place, signal) {
      const reader = await sources.reader({ kind: 'run', runId });
      try {
        return await reader.facts(place, signal);
      } catch (thrown) {
        if (thrown instanceof ActionDeskError && thrown.code === 'not-found') return null;
        throw thrown;
      }
    },
  });
  const reader = (via: ArtifactVia) => sources.reader(via);
  const both = (signal: AbortSignal) => AbortSignal.any([signal, ending.signal]);
  const contentOf = (one: OpenedOne, entry: number | null) => {
    contentExists(one, entry);
    return one.archive.content(entry);
  };

  const desk: ArtifactDesk = {
    buckets: ({ via }) =>
      answered(async () => ({ buckets: await (await reader(via)).buckets(ending.signal) })),
    list: ({ via, bucket, prefix, cursor, count }) =>
      answered(async () => {
        const s3 = await reader(via);
        const page = await s3.listPage({ bucket, prefix, delimiter: '/', cursor, count }, ending.signal);
        const region = s3.knownRegion(bucket) ?? (await s3.regionOf(bucket, ending.signal));
        return { region, prefixes: [...page.prefixes], objects: [...page.objects], cursor: page.cursor };
      }),
    startListing: async (asked) => {
      await Promise.resolve();
      return { listingId: listings.start(asked, () => reader(asked.via)) };
    },
    listing: async (asked) => Promise.resolve(listings.window(asked)),
    stopListing: async ({ listingId, forget }) => {
      listings.stop(listingId, forget);
      return done();
    },
    versions: ({ via, bucket, key }) =>
      answered(async () => (await reader(via)).versions({ bucket, key }, ending.signal)),
    pipelines: ({ region }) =>
      answered(async () => ({ pipelines: await names.pipelines(region, ending.signal) })),
    named: ({ region, pipeline }) =>
      answered(async () => ({ artifacts: await names.of(region, pipeline, ending.signal) })),
    ofRun: ({ runId }) => artifactsOfRun(parts.desk, parts.jobAccess, parts.lastGreenRunOf, runId),
    open: ({ via, place }) =>
      answered(async () => {
        const object = await (await reader(via)).open(place, tools.tailBytes, ending.signal);
        const archive = await tools.openArchive(object, ending.signal);
        return opened.view(opened.add(via, object, archive));
      }),
    close: async ({ openId }) => {
      opened.close(openId);
      return done();
    },
    entries: (query) => opened.entries(query),
    preview: async (request) => {
      const one = opened.get(request.openId);
      contentExists(one, request.entry);
      return answered(() => tools.preview(one, request, both(one.signal)));
    },
    compare: async ({ left, right }) =>
      Promise.resolve(comparisons.start(opened.get(left), opened.get(right))),
    comparison: (query) => comparisons.window(query),
    stopComparison: async ({ compareId }) => {
      comparisons.stop(compareId);
      return done();
    },
    saveWish: ({ openId, what }) => saveWish(opened.get(openId), what),
    save: async (asked, place) =>
      Promise.resolve(tasks.start(saveWork(saving, opened.get(asked.openId), asked, place))),
    saveForOpening: async ({ openId, entry }) => {
      const one = opened.get(openId);
      return outside.put(contentOf(one, entry), both(one.signal));
    },
    whyNotUpload: (asked, by) => uploads.whyNot(asked, by),
    upload: async (asked, path, by) => tasks.start(await uploads.work(asked, path, by)),
    tasks: () => Promise.resolve(tasks.list()),
    cancelTask: async ({ taskId }) => {
      tasks.cancel(taskId);
      return done();
    },
    resumeTask: async ({ taskId }) => {
      tasks.resume(taskId);
      return done();
    },
    forgetTask: async ({ taskId }) => {
      tasks.forget(taskId);
      return done();
    },
    savedPlace: (taskId) => tasks.place(taskId),
    runObjects: createRunObjects(sources),
    cache: () => tools.cacheSize(),
    clearCache: () => tools.clearCache(),
  };

  return {
    desk,
    async close() {
      ending.abort();
      opened.closeAll();
      await Promise.all([listings.close(), comparisons.close(), tasks.close()]);
      changes.stop();
      await outside.empty();
      sources.close();
    },
  };
}

const done = () => Promise.resolve(null);

function contentExists(one: OpenedOne, entry: number | null): void {
  if (entry !== null && !one.archive.entries[entry])
    throw new ActionDeskError('not-found', 'The archive has no such entry.');
}

/** Where an environment's files for the desktop lie. */
export const outsideFolderOf = (dataDir: string): string => join(dataDir, 'opened-outside');
