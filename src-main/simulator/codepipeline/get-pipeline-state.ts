import { requirePipeline } from '../world/pipelines/find.ts';
import { defineOperation } from './operation.ts';
import { getPipelineStateInput } from './shapes/executions.ts';
import { pipelineState } from './views/pipeline-state.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineState.html */
export const getPipelineState = defineOperation('GetPipelineState', getPipelineStateInput, (call, given) =>
  pipelineState(call.world, requirePipeline(call.world, call.region, given.name)),
);
