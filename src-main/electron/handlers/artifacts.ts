import { basename } from 'node:path';
import type { ArtifactDesk } from '#main/compose/artifact-desk.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import { actorOf } from '../actor.ts';
import type { Handlers } from '../answer-request.ts';
import type { RuntimeHost } from '#main/compose/runtime-host.ts';

/** What the handlers need of the window and the desktop. Questions answer null where the person thought better of it. */
export interface ArtifactPlaces {
  saveFile(suggestedName: string): Promise<string | null>;
  saveFolder(): Promise<string | null>;
  uploadFile(): Promise<string | null>;
  /** Opens a file with the desktop's program for it; answers the system's sentence where that fails, else an empty text. */
  openFile(path: string): Promise<string>;
  /** Shows a file or folder in the desktop's file manager. */
  show(path: string): void;
}

type ArtifactsChannel = Extract<RequestChannel, `artifacts.${string}`>;

/** Artifacts: the desk's questions passed on; what needs a place on the disk asks the person for it here. */
export function artifactsHandlers(
  host: RuntimeHost,
  places: ArtifactPlaces,
): Pick<Handlers, ArtifactsChannel> {
  const desk = async (): Promise<ArtifactDesk> => (await host.runtime()).artifacts;
  return {
    'artifacts.buckets': async (asked) => (await desk()).buckets(asked),
    'artifacts.list': async (asked) => (await desk()).list(asked),
    'artifacts.startListing': async (asked) => (await desk()).startListing(asked),
    'artifacts.listing': async (asked) => (await desk()).listing(asked),
    'artifacts.stopListing': async (asked) => (await desk()).stopListing(asked),
    'artifacts.versions': async (asked) => (await desk()).versions(asked),
    'artifacts.pipelines': async (asked) => (await desk()).pipelines(asked),
    'artifacts.named': async (asked) => (await desk()).named(asked),
    'artifacts.ofRun': async (asked) => (await desk()).ofRun(asked),
    'artifacts.open': async (asked) => (await desk()).open(asked),
    'artifacts.close': async (asked) => (await desk()).close(asked),
    'artifacts.entries': async (asked) => (await desk()).entries(asked),
    'artifacts.preview': async (asked) => (await desk()).preview(asked),
    'artifacts.compare': async (asked) => (await desk()).compare(asked),
    'artifacts.comparison': async (asked) => (await desk()).comparison(asked),
    'artifacts.stopComparison': async (asked) => (await desk()).stopComparison(asked),
    'artifacts.save': async (asked) => {
      const artifacts = await desk();
      const wish = artifacts.saveWish(asked);
      const place = await (wish.kind === 'file' ? places.saveFile(wish.name) : places.saveFolder());
      return { taskId: place === null ? null : await artifacts.save(asked, place) };
    },
    'artifacts.openOutside': async (content) => {
      const path = await (await desk()).saveForOpening(content);
      const problem = await places.openFile(path);
      if (problem) throw new ActionDeskError('not-allowed-now', `The desktop did not open it: ${problem}`);
      return { opened: basename(path) };
    },
    'artifacts.upload': async (asked) => {
      const artifacts = await desk();
      const by = actorOf(asked);
      const why = await artifacts.whyNotUpload(asked, by);
      if (why !== null) throw new ActionDeskError('not-allowed-now', why);
      const path = await places.uploadFile();
      return { taskId: path === null ? null : await artifacts.upload(asked, path, by) };
    },
    'artifacts.tasks': async (asked) => (await desk()).tasks(asked),
    'artifacts.cancelTask': async (asked) => (await desk()).cancelTask(asked),
    'artifacts.resumeTask': async (asked) => (await desk()).resumeTask(asked),
    'artifacts.forgetTask': async (asked) => (await desk()).forgetTask(asked),
    'artifacts.showSaved': async ({ taskId }) => {
      places.show((await desk()).savedPlace(taskId));
      return null;
    },
    'artifacts.cache': async (asked) => (await desk()).cache(asked),
    'artifacts.clearCache': async (asked) => (await desk()).clearCache(asked),
  };
}
