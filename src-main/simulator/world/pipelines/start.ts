import type { ExecutionTrigger, SourceRevisionOverride } from '@aws-sdk/client-codepipeline';
import type { Entropy } from '../entropy.ts';
import { ServiceError } from '../service-error.ts';
import type { World } from '../world.ts';
import { advance } from './advance.ts';
import type { PipelineExecution } from './execution.ts';
import { addExecution } from './new-execution.ts';
import { declarationOf, modeOf } from './pipeline.ts';
import type { Pipeline } from './pipeline.ts';

const concurrentLimit = 50;

/**
 * Starts an execution of the declaration in force. In QUEUED and PARALLEL mode a pipeline has at most 50 at a
 * time; one more is refused with ConcurrentPipelineExecutionsLimitExceededException.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 */
export function startExecution(
  world: World,
  pipeline: Pipeline,
  order: {
    trigger: ExecutionTrigger;
    variables?: Readonly<Record<string, string>>;
    revisionOverrides?: readonly SourceRevisionOverride[];
  },
  now: number,
  entropy: Entropy,
): PipelineExecution {
  requireRoom(pipeline);
  const scene = { world, pipeline, now, entropy };
  const execution = addExecution(scene, order);
  advance(scene);
  return execution;
}

/** Refuses where the pipeline may not have one more execution that goes on. */
export function requireRoom(pipeline: Pipeline): void {
  const mode = modeOf(declarationOf(pipeline));
  if (mode === 'SUPERSEDED' || pipeline.active.size < concurrentLimit) return;
  throw new ServiceError(
    'ConcurrentPipelineExecutionsLimitExceededException',
    `The pipeline '${pipeline.name}' has reached the limit of ${concurrentLimit} concurrent executions`,
  );
}
