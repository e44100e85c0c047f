import type { ArtifactStore, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { ArtifactPlace } from '../chain.ts';
import type { Entropy } from '../entropy.ts';

/** Bytes that must lie in another region's store before an action there can begin. */
export interface ArtifactCopy {
  readonly from: ArtifactPlace;
  readonly to: ArtifactPlace;
}

/** The artifact store of a region: the one store, or the one of several that is for this region. */
export function storeIn(
  declaration: PipelineDeclaration,
  region: string,
): { bucketName: string; encryptionKeyId: string | null } | null {
  const store: ArtifactStore | undefined = declaration.artifactStores?.[region] ?? declaration.artifactStore;
  if (!store?.location) return null;
  return { bucketName: store.location, encryptionKeyId: store.encryptionKey?.id ?? null };
}

/**
 * A fresh place for an artifact: pipeline name cut to 20 characters, artifact name to 10, then 7 random ones, as
 * seen in real buckets. AWS does not publish the rule.
 */
export function freshPlace(
  pipelineName: string,
  artifactName: string,
  bucketName: string,
  entropy: Entropy,
): ArtifactPlace {
  const random = entropy
    .opaque(24)
    .replace(/[^A-Za-z0-9]/g, '')
    .padStart(7, 'x')
    .slice(-7);
  const objectKey = `${pipelineName.slice(0, 20)}/${artifactName.slice(0, 10)}/${random}`;
  return { name: artifactName, bucketName, objectKey, revision: null };
}
