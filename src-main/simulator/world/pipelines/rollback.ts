import type { ExecutionTrigger } from '@aws-sdk/client-codepipeline';
import type { Entropy } from '../entropy.ts';
import { ServiceError } from '../service-error.ts';
import type { World } from '../world.ts';
import { advance } from './advance.ts';
import type { PipelineExecution } from './execution.ts';
import { requireExecution, requireStage } from './find.ts';
import { addExecution } from './new-execution.ts';
import { declarationOf, modeOf, stagePlace } from './pipeline.ts';
import type { Pipeline } from './pipeline.ts';

/**
 * Runs a stage again with the artifacts, variables and revisions of an execution that succeeded in it: a new
 * execution of type ROLLBACK that ends with this stage. Never the source stage, never in PARALLEL mode, never to
 * a rollback, and only to an execution of the declaration in force (PipelineExecutionOutdatedException).
 * ConflictException while an execution is in the stage.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html
 */
export function rollbackStage(
  world: World,
  pipeline: Pipeline,
  order: { stageName: string; targetId: string; trigger: ExecutionTrigger },
  now: number,
  entropy: Entropy,
): PipelineExecution {
  const { stageName, targetId, trigger } = order;
  requireStage(pipeline, stageName);
  const target = requireExecution(pipeline, targetId);
  const why = reasonAgainst(pipeline, stageName, target);
  if (why !== null) {
    const message = `Stage '${stageName}' of pipeline '${pipeline.name}' cannot be rolled back: ${why}`;
    throw new ServiceError('UnableToRollbackStageException', message);
  }
  if (target.pipelineVersion !== pipeline.versions.length) {
    throw new ServiceError(
      'PipelineExecutionOutdatedException',
      `The pipeline execution '${targetId}' ran with version ${target.pipelineVersion} of the pipeline and cannot be the target of a rollback`,
    );
  }
  if (stagePlace(pipeline, stageName).lockedBy !== null) {
    const message = `An execution is in stage '${stageName}': try again when it has left`;
    throw new ServiceError('ConflictException', message);
  }
  const scene = { world, pipeline, now, entropy };
  const execution = addExecution(scene, { trigger, rollback: { stageName, target } });
  advance(scene);
  return execution;
}

function reasonAgainst(pipeline: Pipeline, stageName: string, target: PipelineExecution): string | null {
  const declaration = declarationOf(pipeline);
  if (declaration.stages?.[0]?.name === stageName) return 'it is the source stage';
  if (modeOf(declaration) === 'PARALLEL') return 'rollback is not available in PARALLEL mode';
  if (target.type === 'ROLLBACK') return 'the target is a rollback itself';
  if (target.stages.get(stageName)?.status !== 'Succeeded') return 'the target has not succeeded in it';
  return null;
}
