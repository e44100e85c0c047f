import type { CurrentRevision } from '@aws-sdk/client-codepipeline';
import type { Chain } from '../chain.ts';
import type { Entropy } from '../entropy.ts';
import type { World } from '../world.ts';
import { advance } from './advance.ts';
import { endAction } from './end-action.ts';
import type { ActionEnding } from './end-action.ts';
import { findAction } from './find.ts';

/** A job worker has reported that it goes on: the pipeline shows its words. */
export function chainGoesOn(world: World, chain: Chain, summary: string | null, now: number): void {
  const found = chain.action && findAction(world, chain.action);
  if (found?.action.status !== 'InProgress') return;
  const { action, execution } = found;
  action.externalExecutionId = chain.externalExecutionId;
  action.percentComplete = chain.percentComplete;
  action.summary = summary ?? action.summary;
  action.lastUpdateAt = now;
  execution.lastUpdateAt = now;
}

/**
 * A chain has ended: so has its action, and the pipeline moves on. `revision` comes from custom sources. The
 * external execution id is the chain's unless another (or none: null) is given.
 */
export function chainEnded(
  world: World,
  chain: Chain,
  ending: Pick<ActionEnding, 'error' | 'outputVariables' | 'summary' | 'externalExecutionId'> & {
    readonly revision?: CurrentRevision | undefined;
  },
  now: number,
  entropy: Entropy,
): void {
  const found = chain.action && findAction(world, chain.action);
  if (found?.action.status !== 'InProgress') return;
  const { pipeline, execution, action } = found;
  const scene = { world, pipeline, now, entropy };
  const { revision, ...rest } = ending;
  endAction(scene, execution, action, {
    externalExecutionId: chain.externalExecutionId,
    ...rest,
    percentComplete: chain.percentComplete,
    ...(revision && {
      revision: {
        actionName: action.actionName,
        revisionId: revision.revision,
        revisionChangeIdentifier: revision.changeIdentifier ?? null,
        ...(revision.revisionSummary !== undefined && { revisionSummary: revision.revisionSummary }),
        created: revision.created?.getTime() ?? now,
        artifactName: action.outputArtifacts[0]?.name ?? null,
      },
    }),
  });
  advance(scene);
}
