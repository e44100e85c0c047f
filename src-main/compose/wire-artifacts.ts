import { join } from 'node:path';
import { asRunId } from '#shared/domain/ids.ts';
import { openRangeCache } from '../artifacts/cache/open-range-cache.ts';
import { compareArchives } from '../artifacts/compare/compare-archives.ts';
import { createNamedArtifacts } from '../aws/named-artifacts.ts';
import { forgetDownload } from '../aws/object-download.ts';
import type { AgentRuntimeOptions } from './agent-runtime-options.ts';
import { createArtifactSources } from './artifact-sources.ts';
import { createLookingTools } from './artifact-tools.ts';
import { createFetchObject, createPutArtifact } from './artifact-transfers.ts';
import type { AssembledAgent } from './assemble-agent.ts';
import type { ClientActs } from './client-acts.ts';
import { openArtifactDesk, outsideFolderOf, type ArtifactDeskParts } from './open-artifact-desk.ts';
import type { JobAccess, LastGreenRun } from './artifact-runs.ts';
import type { RuntimeEvents } from './runtime-events.ts';
import type { Runtime } from './runtime.ts';

/** Ranges of objects that were read, encrypted with the environment's key. */
const CACHE_FOLDER = 'artifact-cache';

/** Wires the artifacts of one environment: S3, cache, archives and tasks. The caller closes it before the agent's clients. */
export function wireArtifacts(
  options: Pick<AgentRuntimeOptions, 'environment' | 'access' | 'settings' | 'dataDir' | 'key'>,
  { agent, awsClients, clock }: Pick<AssembledAgent, 'agent' | 'awsClients' | 'clock'>,
  desk: ArtifactDeskParts['desk'] & Pick<Runtime, 'consoleCall'>,
  record: ClientActs['record'],
  events: RuntimeEvents,
  lastGreenRunOf: LastGreenRun,
): ReturnType<typeof openArtifactDesk> {
  const { environment, access, settings, dataDir, key } = options;
  const cache = openRangeCache({ folder: join(dataDir, CACHE_FOLDER), dataKey: key });
  const jobAccess: JobAccess = (runId) => agent.artifactAccess(asRunId(runId));
  const [homeRegion = 'us-east-1'] = settings.regions;
  const getRun: Runtime['getRun'] = (id) => desk.getRun(id);
  const sources = createArtifactSources({ environment, access, homeRegion, cache, getRun, jobAccess });
  const artifacts = openArtifactDesk({
    ...{ desk, record, sources, jobAccess, lastGreenRunOf },
    names: createNamedArtifacts(awsClients, (region, send) => desk.consoleCall(region, send)),
    put: createPutArtifact(sources, jobAccess),
    tools: {
      ...createLookingTools(),
      async compare(left, right, watch) {
        await compareArchives(left.archive, right.archive, {
          signal: watch.signal,
          onRow: (row) => watch.onRow(row),
          onProgress: (_done, total) => watch.onTotal(total),
        });
      },
      fetchObject: createFetchObject(sources),
      forgetObject: forgetDownload,
      cacheSize: () => cache.facts(),
      async clearCache() {
        const { bytes } = await cache.clear();
        return { bytes };
      },
    },
    outsideFolder: outsideFolderOf(dataDir),
    emit: (event) => events.emit(event),
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
  });
  return {
    desk: artifacts.desk,
    async close() {
      await artifacts.close();
      await cache.close();
    },
  };
}
