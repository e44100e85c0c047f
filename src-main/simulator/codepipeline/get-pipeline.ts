import type { GetPipelineOutput } from '@aws-sdk/client-codepipeline';
import { requirePipeline } from '../world/pipelines/find.ts';
import { maskedDeclaration } from '../world/pipelines/secret-values.ts';
import { ServiceError } from '../world/service-error.ts';
import { defineOperation } from './operation.ts';
import { getPipelineInput } from './shapes/pipelines.ts';
import { epochSeconds } from './views/wire.ts';
import type { Wire } from './views/wire.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipeline.html
 * Secret configuration values are masked, in older versions too.
 */
export const getPipeline = defineOperation(
  'GetPipeline',
  getPipelineInput,
  (call, given): Wire<GetPipelineOutput> => {
    const { world, region } = call;
    const pipeline = requirePipeline(world, region, given.name);
    const { version = pipeline.versions.length } = given;
    const declaration = pipeline.versions[version - 1];
    if (!declaration) {
      const message = `The pipeline '${given.name}' does not have a version '${version}'`;
      throw new ServiceError('PipelineVersionNotFoundException', message);
    }
    return {
      pipeline: maskedDeclaration(world, region, declaration),
      metadata: {
        pipelineArn: pipeline.arn,
        created: epochSeconds(pipeline.createdAt),
        updated: epochSeconds(pipeline.updatedAt),
      },
    };
  },
);
