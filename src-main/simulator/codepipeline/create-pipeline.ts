import { declarationOf } from '../world/pipelines/pipeline.ts';
import { createPipeline as create } from '../world/pipelines/registry.ts';
import { maskedDeclaration } from '../world/pipelines/secret-values.ts';
import { startExecution } from '../world/pipelines/start.ts';
import { defineOperation } from './operation.ts';
import { createPipelineInput } from './shapes/pipelines.ts';
import type { CreatePipelineOutput } from '@aws-sdk/client-codepipeline';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_CreatePipeline.html
 * A new pipeline runs at once, with the trigger CreatePipeline.
 */
export const createPipeline = defineOperation(
  'CreatePipeline',
  createPipelineInput,
  (call, given): CreatePipelineOutput => {
    const { world, region, now, entropy, caller } = call;
    const { pipeline: declaration, tags = [] } = given;
    const pipeline = create(world, { region, declaration, tags }, now);
    const trigger = { triggerType: 'CreatePipeline', triggerDetail: caller.arn } as const;
    startExecution(world, pipeline, { trigger }, now, entropy);
    return { pipeline: maskedDeclaration(world, region, declarationOf(pipeline)), tags };
  },
);
