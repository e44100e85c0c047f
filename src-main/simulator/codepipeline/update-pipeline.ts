import { requirePipeline } from '../world/pipelines/find.ts';
import { declarationOf } from '../world/pipelines/pipeline.ts';
import { updatePipeline as update } from '../world/pipelines/registry.ts';
import { maskedDeclaration } from '../world/pipelines/secret-values.ts';
import { defineOperation } from './operation.ts';
import { updatePipelineInput } from './shapes/pipelines.ts';
import type { UpdatePipelineOutput } from '@aws-sdk/client-codepipeline';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_UpdatePipeline.html
 * Starts nothing. The model lists no error for a name nobody has; PipelineNotFoundException is an assumption.
 */
export const updatePipeline = defineOperation(
  'UpdatePipeline',
  updatePipelineInput,
  (call, given): UpdatePipelineOutput => {
    const { world, region, now } = call;
    const pipeline = requirePipeline(world, region, given.pipeline.name);
    update(world, pipeline, given.pipeline, now);
    return { pipeline: maskedDeclaration(world, region, declarationOf(pipeline)) };
  },
);
