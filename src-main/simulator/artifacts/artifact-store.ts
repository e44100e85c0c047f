import { addBucket, storedObject } from '../s3/store.ts';
import type { Bucket, S3Store } from '../s3/store.ts';
import type { ArtifactPlace } from '../world/chain.ts';
import type { Entropy } from '../world/entropy.ts';

/** The artifact buckets of a simulated account, with the encryption their objects carry. */
export interface ArtifactStore {
  readonly s3: S3Store;
  readonly accountId: string;
  readonly bucketNames: Map<string, string>;
}

/** Makes an artifact bucket in each region: `codepipeline-<region>-<12 digits>`. */
export function openArtifactStore(
  s3: S3Store,
  setting: { accountId: string; regions: readonly string[]; now: number },
  entropy: Entropy,
): ArtifactStore {
  const bucketNames = new Map<string, string>();
  for (const region of setting.regions) {
    const name = `codepipeline-${region}-${digits(entropy, 12)}`;
    addBucket(s3, name, region, setting.now);
    bucketNames.set(region, name);
  }
  return { s3, accountId: setting.accountId, bucketNames };
}

/**
 * Puts a zip where the service would: pipeline cut to 20 characters, artifact to 10, then 7 random ones (as
 * seen in real buckets; AWS does not publish the rule).
 */
export function placeInput(
  store: ArtifactStore,
  where: { region: string; pipelineName: string; name: string },
  content: { zip: Buffer; revision: string | null; now: number },
  entropy: Entropy,
): ArtifactPlace {
  const place = reserveOutput(store, where, entropy);
  const headers = { 'content-type': 'application/zip', ...encryptionHeaders(store, where.region) };
  bucketIn(store, where.region).objects.set(place.objectKey, storedObject(content.zip, content.now, headers));
  return { ...place, revision: content.revision };
}

/** The place where an action shall put an output artifact. Nothing is there yet. */
export function reserveOutput(
  store: ArtifactStore,
  where: { region: string; pipelineName: string; name: string },
  entropy: Entropy,
): ArtifactPlace {
  const random = entropy
    .opaque(24)
    .replace(/[^A-Za-z0-9]/g, '')
    .padEnd(7, 'x')
    .slice(0, 7);
  const objectKey = `${where.pipelineName.slice(0, 20)}/${where.name.slice(0, 10)}/${random}`;
  return { name: where.name, bucketName: bucketIn(store, where.region).name, objectKey, revision: null };
}

/** The key that encrypts a region's artifacts, as an ARN. */
export function encryptionKeyArn(store: ArtifactStore, region: string): string {
  return `arn:aws:kms:${region}:${store.accountId}:key/5c1d2e3f-7a60-4b52-9d18-20f6c4b8a9e1`;
}

function encryptionHeaders(store: ArtifactStore, region: string): Record<string, string> {
  return {
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': encryptionKeyArn(store, region),
  };
}

function bucketIn(store: ArtifactStore, region: string): Bucket {
  const bucket = store.s3.get(store.bucketNames.get(region) ?? '');
  if (!bucket) throw new Error(`no artifact bucket in ${region}`);
  return bucket;
}

function digits(entropy: Entropy, count: number): string {
  return Array.from(entropy.opaque(count), (letter) => letter.charCodeAt(0) % 10)
    .slice(0, count)
    .join('');
}
