import type { StageTransitionType } from '@aws-sdk/client-codepipeline';
import type { Entropy } from '../entropy.ts';
import type { World } from '../world.ts';
import { advance } from './advance.ts';
import { requireStage } from './find.ts';
import { stagePlace } from './pipeline.ts';
import type { Pipeline, TransitionState } from './pipeline.ts';

/**
 * Closes a transition: nobody enters the stage (Inbound), or nobody goes on from it (Outbound). Who waits there
 * is an inbound execution; newer ones still supersede older ones.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DisableStageTransition.html
 */
export function closeTransition(
  pipeline: Pipeline,
  order: { stageName: string; type: StageTransitionType; reason: string },
  callerArn: string,
  now: number,
): void {
  requireStage(pipeline, order.stageName);
  const { stageName, type, reason } = order;
  set(pipeline, stageName, type, { closed: true, reason, changedBy: callerArn, changedAt: now });
}

/** Opens a transition again; the newest execution that waits enters (in QUEUED mode the first). */
export function openTransition(
  world: World,
  pipeline: Pipeline,
  order: { stageName: string; type: StageTransitionType },
  callerArn: string,
  now: number,
  entropy: Entropy,
): void {
  requireStage(pipeline, order.stageName);
  const state = { closed: false, reason: null, changedBy: callerArn, changedAt: now };
  set(pipeline, order.stageName, order.type, state);
  advance({ world, pipeline, now, entropy });
}

function set(pipeline: Pipeline, stageName: string, type: StageTransitionType, state: TransitionState): void {
  const place = stagePlace(pipeline, stageName);
  if (type === 'Inbound') place.inbound = state;
  else place.outbound = state;
}
