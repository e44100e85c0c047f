import { deletePipeline as deletePipelineNamed } from '../world/pipelines/registry.ts';
import { defineOperation } from './operation.ts';
import { deletePipelineInput } from './shapes/pipelines.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DeletePipeline.html */
export const deletePipeline = defineOperation('DeletePipeline', deletePipelineInput, (call, given) => {
  deletePipelineNamed(call.world, call.region, given.name, call.now);
  return {};
});
