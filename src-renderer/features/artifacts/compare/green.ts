import type { ArtifactVia, RunArtifacts } from '#shared/domain/artifact.ts';
import { request } from '#renderer/bridge/request.ts';
import type { ArtifactSide } from '#renderer/run-view/artifact-path.ts';
import type { ComparedRuns } from '../shown-place.ts';

/** Whose credentials can look into a run's artifacts now: the job's while they can be had, else the environment's. */
export function viaOfRun(of: Pick<RunArtifacts, 'runId' | 'whyNoJobCredentials'>): ArtifactVia {
  return of.whyNoJobCredentials === null ? { kind: 'run', runId: of.runId } : { kind: 'environment' };
}

/** An input artifact of a run by its name. */
function inputOf(of: RunArtifacts, name: string): ArtifactSide | null {
  const place = of.artifacts.find((one) => one.direction === 'input' && one.name === name)?.place;
  return place ? { via: viaOfRun(of), place } : null;
}

/**
 * The input of a run's last green predecessor on the left and the run's own on the right; or the sentence that says why there
 * is nothing to compare. Throws what the bridge throws.
 */
export async function greenSides(
  of: RunArtifacts,
  name: string,
): Promise<{ left: ArtifactSide; right: ArtifactSide; runs: ComparedRuns } | string> {
  const right = inputOf(of, name);
  if (!right) return `The run's input ${name} has no place in S3.`;
  if (of.lastGreenRunId === null) return 'No run of this action and customer has succeeded yet.';
  const left = inputOf(await request('artifacts.ofRun', { runId: of.lastGreenRunId }), name);
  const runs = { green: of.lastGreenRunId, present: of.runId };
  return left ? { left, right, runs } : `The last green run had no input named ${name}.`;
}
