import type { ArtifactPlace } from '../chain.ts';
import type { Entropy } from '../entropy.ts';
import type { ActionAddress, World } from '../world.ts';
import { advance } from './advance.ts';
import { endAction } from './end-action.ts';
import type { FoundRevision } from './execution.ts';
import { findAction } from './find.ts';

/** What the host found at a source: the revision and where its zip lies now, or why there is none. */
export type SourceReading =
  | {
      readonly ok: true;
      readonly revision: FoundRevision;
      readonly places: readonly ArtifactPlace[];
      readonly outputVariables: Readonly<Record<string, string>>;
    }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Ends a source action with what its host found. An action that was given up meanwhile stays as it is. */
export function sourceRead(
  world: World,
  address: ActionAddress,
  reading: SourceReading,
  now: number,
  entropy: Entropy,
): void {
  const found = findAction(world, address);
  if (found?.action.status !== 'InProgress') return;
  const { pipeline, execution, action } = found;
  const scene = { world, pipeline, now, entropy };
  if (reading.ok) {
    const { revision, places, outputVariables } = reading;
    endAction(scene, execution, action, {
      error: null,
      revision,
      outputArtifacts: places,
      outputVariables,
      summary: revision.revisionSummary ?? null,
      externalExecutionId: revision.revisionId ?? null,
    });
  } else {
    endAction(scene, execution, action, { error: { code: reading.code, message: reading.message } });
  }
  advance(scene);
}
