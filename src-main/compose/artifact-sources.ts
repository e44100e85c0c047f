import type { ArtifactVia } from '#shared/domain/artifact.ts';
import type { RunDetail } from '#shared/domain/run.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { RangeCache } from '../artifacts/ports.ts';
import type { AwsAccess } from '../aws/clients.ts';
import { createObjectReader, type S3ObjectReader } from '../aws/object-reader.ts';
import { openEnvironmentS3, openJobS3, type S3Door } from '../aws/s3-door.ts';
import type { JobAccess } from './artifact-runs.ts';

/** Connections of runs that nobody looks at any more are closed, the least lately used first. */
const MOST_RUNS = 20;

/** S3 with the environment's own credentials, and with those of each run's job. */
export interface ArtifactSources {
  /** Throws `no-credentials` where a run's job gives no credentials, with the reason. */
  reader(via: ArtifactVia): Promise<S3ObjectReader>;
  /** The same, and the way to S3 itself. */
  source(via: ArtifactVia): Promise<ArtifactSource>;
  close(): void;
}

/** Where objects are read from, and what goes past the reader: transfers of whole objects. */
export interface ArtifactSource {
  readonly door: S3Door;
  readonly reader: S3ObjectReader;
}

/** What the sources are made of. */
export interface SourceParts {
  readonly environment: string;
  readonly access: AwsAccess;
  readonly homeRegion: string;
  readonly cache: RangeCache | null;
  getRun(runId: string): Promise<RunDetail>;
  /** The job's credentials are asked for when they are needed, and kept in memory. */
  readonly jobAccess: JobAccess;
}

/** Nothing is connected before it is asked for. */
export function createArtifactSources(parts: SourceParts): ArtifactSources {
  const { environment, access, homeRegion, cache } = parts;
  let own: ArtifactSource | null = null;
  const runs = new Map<string, ArtifactSource>();
  let closed = false;

  const ofRun = async (runId: string): Promise<ArtifactSource> => {
    const detail = await parts.getRun(runId);
    const id = detail.run.runId;
    const job = await parts.jobAccess(id);
    if (!job.ok) throw new ActionDeskError('no-credentials', job.whyNot);
    const known = runs.get(id);
    if (known) {
      runs.delete(id);
      runs.set(id, known);
      return known;
    }
    const locations = [...detail.inputArtifacts, ...detail.outputArtifacts].flatMap(
      ({ location }) => location ?? [],
    );
    const { s3Endpoint, callTimeoutMs } = access;
    const door = openJobS3(job.access, {
      ...{ s3Endpoint, requestTimeoutMs: callTimeoutMs, runId: id, locations },
    });
    const source = { door, reader: createObjectReader(door, { cache }) };
    runs.set(id, source);
    for (const [old, { door: oldDoor }] of [...runs].slice(0, Math.max(0, runs.size - MOST_RUNS))) {
      oldDoor.close();
      runs.delete(old);
    }
    return source;
  };

  const source = async (via: ArtifactVia): Promise<ArtifactSource> => {
    if (closed) throw new ActionDeskError('not-allowed-now', 'The environment is being left.');
    if (via.kind === 'run') return ofRun(via.runId);
    if (!own) {
      const door = openEnvironmentS3(access, { environment, homeRegion });
      own = { door, reader: createObjectReader(door, { cache }) };
    }
    return own;
  };

  return {
    source,
    reader: async (via) => (await source(via)).reader,
    close() {
      closed = true;
      for (const { door } of [...runs.values(), ...(own ? [own] : [])]) door.close();
      runs.clear();
      own = null;
    },
  };
}
