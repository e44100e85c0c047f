import type { ArtifactVia, ObjectPlace } from '#shared/domain/artifact.ts';

/** Who reads, and what. */
export interface ArtifactSide {
  readonly via: ArtifactVia;
  readonly place: ObjectPlace;
}

/** Who reads, as parameters of the address: nothing stands for the environment. */
export function viaParams(via: ArtifactVia): Record<string, string> {
  return via.kind === 'run' ? { run: via.runId } : {};
}

/**
 * The address of one object on the Artifacts page, as it stands behind `#`. `ofRun` is the run that it belongs to where others'
 * credentials read it.
 */
export function artifactPath({ via, place }: ArtifactSide, ofRun: string | null = null): string {
  const { region, bucket, key, versionId } = place;
  const params = new URLSearchParams({
    ...viaParams(via),
    ...(region ? { region } : {}),
    bucket,
    key,
    ...(versionId ? { version: versionId } : {}),
    ...(ofRun && via.kind === 'environment' ? { of: ofRun } : {}),
  });
  return `/artifacts?${params.toString()}`;
}

/** The address of a run's artifacts on the same page. */
export function runArtifactsPath(runId: string): string {
  return `/artifacts?${new URLSearchParams({ run: runId }).toString()}`;
}
