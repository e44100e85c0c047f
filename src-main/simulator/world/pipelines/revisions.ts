import type { ActionRevision } from '@aws-sdk/client-codepipeline';
import type { Entropy } from '../entropy.ts';
import type { World } from '../world.ts';
import { requireAction } from './find.ts';
import type { Pipeline } from './pipeline.ts';
import { startExecution } from './start.ts';

/**
 * Tells a pipeline that a source has a new revision: an execution starts, unless the source action has seen
 * this revision already; then the answer names the newest execution.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutActionRevision.html
 */
export function putActionRevision(
  world: World,
  pipeline: Pipeline,
  order: { stageName: string; actionName: string; revision: ActionRevision },
  callerArn: string,
  now: number,
  entropy: Entropy,
): { newRevision: boolean; pipelineExecutionId: string } {
  const { stageName, actionName, revision } = order;
  requireAction(pipeline, stageName, actionName);
  const newest = [...pipeline.executions.keys()].at(-1);
  if (pipeline.sourceRevisions.get(actionName) === revision.revisionId && newest !== undefined) {
    return { newRevision: false, pipelineExecutionId: newest };
  }
  const trigger = { triggerType: 'PutActionRevision', triggerDetail: callerArn } as const;
  const execution = startExecution(world, pipeline, { trigger }, now, entropy);
  if (revision.revisionId !== undefined) pipeline.sourceRevisions.set(actionName, revision.revisionId);
  return { newRevision: true, pipelineExecutionId: execution.id };
}
