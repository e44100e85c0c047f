import type { ListPipelinesOutput } from '@aws-sdk/client-codepipeline';
import { declarationOf } from '../world/pipelines/pipeline.ts';
import { pipelinesIn } from '../world/pipelines/registry.ts';
import { defineOperation } from './operation.ts';
import { inOrderOf, pageOf } from './paging.ts';
import { listPipelinesInput } from './shapes/pipelines.ts';
import { epochSeconds } from './views/wire.ts';
import type { Wire } from './views/wire.ts';

const mostOnPage = 1000;

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListPipelines.html
 * By name, within the region.
 */
export const listPipelines = defineOperation(
  'ListPipelines',
  listPipelinesInput,
  (call, given): Wire<ListPipelinesOutput> => {
    const { nextToken, maxResults = mostOnPage } = given;
    const pipelines = pipelinesIn(call.world, call.region);
    const request = { operation: 'ListPipelines', nextToken, limit: maxResults };
    const page = pageOf(
      call,
      request,
      inOrderOf(pipelines, ({ name }) => name),
    );
    return {
      pipelines: page.items.map((pipeline) => {
        const { executionMode, pipelineType } = declarationOf(pipeline);
        return {
          name: pipeline.name,
          version: pipeline.versions.length,
          pipelineType,
          executionMode,
          created: epochSeconds(pipeline.createdAt),
          updated: epochSeconds(pipeline.updatedAt),
        };
      }),
      nextToken: page.nextToken,
    };
  },
);
