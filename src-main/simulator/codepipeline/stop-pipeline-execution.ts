import { requirePipeline } from '../world/pipelines/find.ts';
import { stopExecution } from '../world/pipelines/stop.ts';
import { defineOperation } from './operation.ts';
import { stopPipelineExecutionInput } from './shapes/executions.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_StopPipelineExecution.html */
export const stopPipelineExecution = defineOperation(
  'StopPipelineExecution',
  stopPipelineExecutionInput,
  (call, given) => {
    const { world, now, entropy, region, caller } = call;
    const { pipelineName, pipelineExecutionId, abandon = false, reason = null } = given;
    const pipeline = requirePipeline(world, region, pipelineName);
    stopExecution(world, pipeline, pipelineExecutionId, { abandon, reason }, caller.arn, now, entropy);
    return { pipelineExecutionId };
  },
);
