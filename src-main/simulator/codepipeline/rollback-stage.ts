import { requirePipeline } from '../world/pipelines/find.ts';
import { rollbackStage as rollBack } from '../world/pipelines/rollback.ts';
import { defineOperation } from './operation.ts';
import { rollbackStageInput } from './shapes/executions.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RollbackStage.html
 * Answers the id of the new execution, of type ROLLBACK.
 */
export const rollbackStage = defineOperation('RollbackStage', rollbackStageInput, (call, given) => {
  const { world, now, entropy, region, caller } = call;
  const { pipelineName, stageName, targetPipelineExecutionId } = given;
  const pipeline = requirePipeline(world, region, pipelineName);
  const trigger = { triggerType: 'ManualRollback', triggerDetail: caller.arn } as const;
  const order = { stageName, targetId: targetPipelineExecutionId, trigger };
  return { pipelineExecutionId: rollBack(world, pipeline, order, now, entropy).id };
});
