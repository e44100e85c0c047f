import { addBucket, findBucket, putObject } from '../s3/store.ts';
import type { S3Store } from '../s3/store.ts';
import type { ArtifactPlace } from '../world/chain.ts';
import { freshPlace } from '../world/pipelines/artifact-places.ts';
import type { Entropy } from '../world/entropy.ts';

/** The artifact buckets of a simulated account, with the encryption their objects carry. */
export interface ArtifactStore {
  readonly s3: S3Store;
  readonly accountId: string;
  readonly bucketNames: Map<string, string>;
}

/**
 * Which artifact, and where: the bucket is the region's own unless another one is named, the key that encrypts
 * is the account's unless another one is named.
 */
export interface ArtifactPurpose {
  readonly region: string;
  readonly pipelineName: string;
  readonly name: string;
  readonly bucketName?: string;
  readonly encryptionKeyId?: string | null;
}

/** Makes an artifact bucket in each region that has none yet: `codepipeline-<region>-<12 digits>`. */
export function openArtifactStore(
  s3: S3Store,
  setting: { accountId: string; regions: readonly string[]; now: number },
  entropy: Entropy,
): ArtifactStore {
  const bucketNames = new Map<string, string>();
  for (const { name, region } of s3.buckets.values()) {
    if (new RegExp(`^codepipeline-${region}-\\d{12}$`).test(name)) bucketNames.set(region, name);
  }
  const store = { s3, accountId: setting.accountId, bucketNames };
  for (const region of setting.regions) artifactBucketFor(store, region, setting.now, entropy);
  return store;
}

/** The name of a region's artifact bucket, which is made when it is first asked for. */
export function artifactBucketFor(
  { s3, bucketNames }: ArtifactStore,
  region: string,
  now: number,
  entropy: Entropy,
): string {
  const known = bucketNames.get(region);
  if (known !== undefined && findBucket(s3, known)) return known;
  const name = `codepipeline-${region}-${digits(entropy, 12)}`;
  addBucket(s3, name, { region, now });
  bucketNames.set(region, name);
  return name;
}

/**
 * Puts a zip where the service would (`freshPlace`). Throws S3Error NoSuchBucket for a named bucket that is
 * not there.
 */
export function placeInput(
  store: ArtifactStore,
  purpose: ArtifactPurpose,
  content: { zip: Buffer; revision: string | null; now: number },
  entropy: Entropy,
): ArtifactPlace {
  const place = reserveOutput(store, purpose, entropy, content.now);
  putArtifact(store, place, { ...purpose, ...content }, entropy);
  return { ...place, revision: content.revision };
}

/** The place where an action shall put an output artifact. Nothing is there yet. */
export function reserveOutput(
  store: ArtifactStore,
  purpose: ArtifactPurpose,
  entropy: Entropy,
  now: number,
): ArtifactPlace {
  const bucketName = purpose.bucketName ?? artifactBucketFor(store, purpose.region, now, entropy);
  return freshPlace(purpose.pipelineName, purpose.name, bucketName, entropy);
}

/** Puts a zip at a place that was reserved before. Throws S3Error NoSuchBucket. */
export function putArtifact(
  store: ArtifactStore,
  { bucketName, objectKey }: Pick<ArtifactPlace, 'bucketName' | 'objectKey'>,
  content: { zip: Buffer; region: string; encryptionKeyId?: string | null; now: number },
  entropy: Entropy,
): void {
  const headers = {
    'content-type': 'application/zip',
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id':
      content.encryptionKeyId ?? encryptionKeyArn(store, content.region),
  };
  putObject(store.s3, bucketName, objectKey, { body: content.zip, headers, now: content.now, entropy });
}

/** The key that encrypts a region's artifacts, as an ARN. */
export function encryptionKeyArn(store: ArtifactStore, region: string): string {
  return `arn:aws:kms:${region}:${store.accountId}:key/5c1d2e3f-7a60-4b52-9d18-20f6c4b8a9e1`;
}

function digits(entropy: Entropy, count: number): string {
  return Array.from(entropy.opaque(count), (letter) => letter.charCodeAt(0) % 10)
    .slice(0, count)
    .join('');
}
