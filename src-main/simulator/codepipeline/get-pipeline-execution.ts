import { requireExecution, requirePipeline } from '../world/pipelines/find.ts';
import { defineOperation } from './operation.ts';
import { getPipelineExecutionInput } from './shapes/executions.ts';
import { pipelineExecution } from './views/pipeline-execution.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineExecution.html */
export const getPipelineExecution = defineOperation(
  'GetPipelineExecution',
  getPipelineExecutionInput,
  (call, given) => {
    const pipeline = requirePipeline(call.world, call.region, given.pipelineName);
    const execution = requireExecution(pipeline, given.pipelineExecutionId);
    return { pipelineExecution: pipelineExecution(pipeline, execution) };
  },
);
