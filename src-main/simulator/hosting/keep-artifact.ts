import { putArtifact } from '../artifacts/artifact-store.ts';
import type { Simulation } from '../simulation.ts';
import { findBucket } from '../s3/store.ts';
import type { ArtifactPlace } from '../world/chain.ts';

/**
 * Puts an artifact's bytes where it was promised, encrypted with the store's key or the region's own. False where
 * the bucket is not there: a pipeline may name one that nobody made.
 */
export function keepArtifact(
  { s3, artifacts, entropy }: Simulation,
  place: ArtifactPlace,
  zip: Buffer,
  encryptionKeyId: string | null,
  now: number,
): boolean {
  const bucket = findBucket(s3, place.bucketName);
  if (!bucket) return false;
  putArtifact(artifacts, place, { zip, region: bucket.region, encryptionKeyId, now }, entropy);
  return true;
}
