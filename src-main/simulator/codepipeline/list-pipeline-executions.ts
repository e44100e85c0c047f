import type { PipelineExecution } from '../world/pipelines/execution.ts';
import { requirePipeline } from '../world/pipelines/find.ts';
import { defineOperation } from './operation.ts';
import { newestFirst, pageOf } from './paging.ts';
import type { PageSource } from './paging.ts';
import { listPipelineExecutionsInput } from './shapes/executions.ts';
import { pipelineExecutionSummary } from './views/pipeline-execution.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListPipelineExecutions.html
 * Newest first. The filter finds executions of the version in force only, as the service does; a stage that
 * nobody declares filters everything out.
 */
export const listPipelineExecutions = defineOperation(
  'ListPipelineExecutions',
  listPipelineExecutionsInput,
  (call, given) => {
    const pipeline = requirePipeline(call.world, call.region, given.pipelineName);
    const stageName = given.filter?.succeededInStage?.stageName;
    const page = pageOf(
      call,
      {
        operation: 'ListPipelineExecutions',
        filter: [given.pipelineName, stageName],
        nextToken: given.nextToken,
        limit: given.maxResults ?? 100,
      },
      kept(
        newestFirst([...pipeline.executions.values()], ({ ordinal }) => ordinal),
        (execution) =>
          stageName === undefined ||
          (execution.pipelineVersion === pipeline.versions.length &&
            execution.stages.get(stageName)?.status === 'Succeeded'),
      ),
    );
    return {
      pipelineExecutionSummaries: page.items.map(pipelineExecutionSummary),
      nextToken: page.nextToken,
    };
  },
);

function kept(
  source: PageSource<PipelineExecution>,
  isKept: (execution: PipelineExecution) => boolean,
): PageSource<PipelineExecution> {
  return {
    keyOf: (execution) => source.keyOf(execution),
    *after(key) {
      for (const execution of source.after(key)) if (isKept(execution)) yield execution;
    },
  };
}
