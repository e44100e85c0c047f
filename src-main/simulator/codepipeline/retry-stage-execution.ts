import { requirePipeline } from '../world/pipelines/find.ts';
import { retryStage } from '../world/pipelines/retry.ts';
import { defineOperation } from './operation.ts';
import { retryStageExecutionInput } from './shapes/executions.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RetryStageExecution.html
 * The same execution goes on: the answer names the one that was asked for.
 */
export const retryStageExecution = defineOperation(
  'RetryStageExecution',
  retryStageExecutionInput,
  (call, given) => {
    const { world, now, entropy, region } = call;
    const { pipelineName, stageName, pipelineExecutionId, retryMode } = given;
    const pipeline = requirePipeline(world, region, pipelineName);
    const order = { stageName, executionId: pipelineExecutionId, mode: retryMode };
    retryStage(world, pipeline, order, now, entropy);
    return { pipelineExecutionId };
  },
);
