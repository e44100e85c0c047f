import type { SourceRevisionOverride } from '@aws-sdk/client-codepipeline';
import { buildZip } from '../artifacts/build-zip.ts';
import { imageDetailFiles, sourceFiles } from '../artifacts/sample-files.ts';
import { currentObject, findBucket, readBody, versionOf } from '../s3/store.ts';
import type { Simulation } from '../simulation.ts';
import { headOf, repositoryOf } from './repositories.ts';
import type { SourcePlace } from './repositories.ts';
import { revisionUrl, sourceVariables } from './revision-facts.ts';

/** What lies at a source now: the bytes of its artifact and what is known about the revision. */
export interface ReadSource {
  readonly ok: true;
  readonly body: Buffer;
  readonly revisionId: string;
  /** At most 100 characters, as the service keeps it. */
  readonly changeIdentifier: string;
  readonly summary: string | undefined;
  readonly url: string | undefined;
  /** Epoch milliseconds. */
  readonly created: number;
  readonly outputVariables: Readonly<Record<string, string>>;
}

/** Why a source could not be read, as the action's error details show it. */
export interface UnreadSource {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
}

type Overrides = readonly SourceRevisionOverride[];

/** Reads what a source action names: an object of the simulated S3, or the head of a made-up repository. */
export function readSource(
  simulation: Simulation,
  place: SourcePlace,
  overrides: Overrides,
  now: number,
): ReadSource | UnreadSource {
  return place.provider === 'S3'
    ? readObject(simulation, place, overrides)
    : readRepository(simulation, place, overrides, now);
}

/**
 * The revision a source has now, without reading it: what polling compares. Null where there is none: a missing
 * object, or a bucket without versions.
 */
export function currentRevision(simulation: Simulation, place: SourcePlace, now: number): string | null {
  if (place.provider !== 'S3') {
    return headOf(simulation.repositories, repositoryOf(place), now).revisionId;
  }
  const { S3Bucket = '', S3ObjectKey = '' } = place.configuration;
  if (findBucket(simulation.s3, S3Bucket)?.settings.versioning !== 'Enabled') return null;
  return currentObject(simulation.s3, S3Bucket, S3ObjectKey)?.versionId ?? null;
}

function readObject(
  { s3 }: Simulation,
  { configuration }: SourcePlace,
  overrides: Overrides,
): ReadSource | UnreadSource {
  const { S3Bucket = '' } = configuration;
  const key = askedFor(overrides, 'S3_OBJECT_KEY') ?? configuration['S3ObjectKey'] ?? '';
  const bucket = findBucket(s3, S3Bucket);
  if (!bucket) return unread(404, 'NoSuchBucket', `The specified bucket ${S3Bucket} does not exist`);
  if (bucket.settings.versioning !== 'Enabled') {
    const message = `The bucket ${S3Bucket} has no versioning; a source bucket must have it enabled`;
    return { ok: false, code: 'ConfigurationError', message };
  }
  const wanted = askedFor(overrides, 'S3_OBJECT_VERSION_ID');
  const found =
    wanted === undefined ? currentObject(s3, S3Bucket, key) : versionOf(s3, S3Bucket, key, wanted);
  if (!found || found.isDeleteMarker) {
    if (wanted !== undefined) {
      return unread(404, 'NoSuchVersion', `The version ${wanted} of ${key} does not exist in ${S3Bucket}`);
    }
    return unread(404, 'NoSuchKey', `The object with key ${key} does not exist in bucket ${S3Bucket}`);
  }
  const summary = found.headers['x-amz-meta-codepipeline-artifact-revision-summary'];
  return {
    ok: true,
    body: readBody(s3, found),
    revisionId: found.versionId,
    changeIdentifier: found.versionId,
    summary: summary ?? `Amazon S3 version id: ${found.versionId}`,
    url: undefined,
    created: found.lastModified,
    outputVariables: {
      BucketName: S3Bucket,
      ETag: found.etag,
      ObjectKey: key,
      VersionId: found.versionId,
    },
  };
}

function askedFor(overrides: Overrides, type: SourceRevisionOverride['revisionType']): string | undefined {
  return overrides.find(({ revisionType }) => revisionType === type)?.revisionValue;
}

function unread(status: number, code: string, text: string): UnreadSource {
  return {
    ok: false,
    code: 'ConfigurationError',
    message: `${text} (Service: Amazon S3; Status Code: ${status}; Error Code: ${code})`,
  };
}

function readRepository(
  { repositories, world }: Simulation,
  place: SourcePlace,
  overrides: Overrides,
  now: number,
): ReadSource {
  const head = headOf(repositories, repositoryOf(place), now);
  const revisionId = overrides[0]?.revisionValue ?? head.revisionId;
  const summary = revisionId === head.revisionId ? head.summary : 'A revision named at the start';
  const revision = { ...head, revisionId, summary };
  const outputVariables = sourceVariables(place, revision, world.accountId);
  const files =
    place.provider === 'ECR'
      ? imageDetailFiles(outputVariables)
      : sourceFiles(applicationOf(place), revisionId);
  return {
    ok: true,
    body: buildZip(files, revision.createdAt),
    revisionId,
    changeIdentifier: revisionId.slice(0, 100),
    summary: place.provider === 'ECR' ? undefined : summary,
    url: revisionUrl(place, revisionId),
    created: revision.createdAt,
    outputVariables,
  };
}

function applicationOf({ configuration, actionName }: SourcePlace): string {
  const { RepositoryName, FullRepositoryId, Repo } = configuration;
  return (RepositoryName ?? FullRepositoryId ?? Repo ?? actionName).split('/').at(-1) ?? actionName;
}
