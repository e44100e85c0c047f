import { optional, structure } from '../constraints.ts';
import { integer } from '../scalars.ts';
import { pipelineDeclaration } from './declaration.ts';
import { nextToken, pipelineName } from './names.ts';
import { tagList } from './tags.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_CreatePipeline.html */
export const createPipelineInput = structure({ pipeline: pipelineDeclaration, tags: optional(tagList) });

/** The whole declaration comes anew; its version is ignored. */
export const updatePipelineInput = structure({ pipeline: pipelineDeclaration });

/** Without a version the latest is meant. */
export const getPipelineInput = structure({ name: pipelineName, version: optional(integer({ min: 1 })) });

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DeletePipeline.html */
export const deletePipelineInput = structure({ name: pipelineName });

/** Its pages may be larger than those of other listings. */
export const listPipelinesInput = structure({
  nextToken: optional(nextToken),
  maxResults: optional(integer({ min: 1, max: 1000 })),
});
