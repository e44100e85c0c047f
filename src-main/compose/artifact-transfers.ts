import { ActionDeskError } from '#shared/domain/errors.ts';
import { downloadObject } from '../aws/object-download.ts';
import { uploadObject } from '../aws/object-upload.ts';
import type { JobAccess } from './artifact-runs.ts';
import type { FetchObject } from './artifact-saving.ts';
import type { ArtifactSources } from './artifact-sources.ts';
import type { UploadParts } from './artifact-upload.ts';

/** Tells how many more bytes there are, for who tells how many there are. */
function more(onBytes: (more: number) => void): (done: number) => void {
  let told = 0;
  return (done) => {
    onBytes(done - told);
    told = done;
  };
}

/** Brings an opened object to the disk, as it was when it was opened: one that was replaced meanwhile is refused. */
export function createFetchObject(sources: Pick<ArtifactSources, 'source'>): FetchObject {
  return async ({ via, object }, file, onBytes, signal) => {
    const { door, reader } = await sources.source(via);
    const place = { ...object.place, versionId: object.place.versionId ?? object.facts.versionId };
    const sameContent: typeof reader.facts = async (asked, caller) => {
      const facts = await reader.facts(asked, caller);
      if (facts.etag === object.facts.etag) return facts;
      throw new ActionDeskError('not-allowed-now', 'The object was replaced meanwhile: open it again.');
    };
    const same = {
      facts: sameContent,
      part: reader.part,
      region: reader.region,
      knownRegion: (bucket: string) => reader.knownRegion(bucket),
    };
    const { sentence } = await downloadObject(door, same, { place, file, signal, onProgress: more(onBytes) });
    return { sentence };
  };
}

/** Puts a file where a run's job says that an output goes, with the job's credentials and key. */
export function createPutArtifact(
  sources: Pick<ArtifactSources, 'source'>,
  jobAccess: JobAccess,
): UploadParts['put'] {
  return async (runId, file, place, replace, { signal, bytes }) => {
    const job = await jobAccess(runId);
    if (!job.ok) throw new ActionDeskError('no-credentials', job.whyNot);
    // The key is known with the job's details only, which come with the credentials.
    await job.access.credentials();
    const { door } = await sources.source({ kind: 'run', runId });
    const { region, bucket, key } = place;
    const contentType = file.toLowerCase().endsWith('.zip') ? 'application/zip' : 'application/octet-stream';
    const { sentence } = await uploadObject(door, {
      ...{ file, bucket, key, region, replace, contentType, signal },
      encryptionKeyId: job.access.encryptionKeyId,
      onProgress: more(bytes),
    });
    return { sentence };
  };
}
