import type { ActionExecution } from '../world/pipelines/execution.ts';
import { requirePipeline } from '../world/pipelines/find.ts';
import { historyOf } from './execution-history.ts';
import type { HistoryKind } from './execution-history.ts';
import { defineOperation } from './operation.ts';
import { pageOf } from './paging.ts';
import { listActionExecutionsInput } from './shapes/executions.ts';
import { actionExecutionDetail } from './views/action-execution-detail.ts';

const actionRuns: HistoryKind<ActionExecution> = {
  runsIn: (execution) => [...execution.stages.values()].flatMap(({ actions }) => actions),
  nameOf: ({ stageName, actionName }) => `${stageName}/${actionName}`,
};

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListActionExecutions.html */
export const listActionExecutions = defineOperation(
  'ListActionExecutions',
  listActionExecutionsInput,
  (call, given) => {
    const { pipelineName, filter = {}, nextToken, maxResults = 100 } = given;
    const pipeline = requirePipeline(call.world, call.region, pipelineName);
    const page = pageOf(
      call,
      { operation: 'ListActionExecutions', filter: [pipelineName, filter], nextToken, limit: maxResults },
      historyOf(pipeline, filter, actionRuns),
    );
    return {
      actionExecutionDetails: page.items.map(({ execution, run }) =>
        actionExecutionDetail(call.world, pipeline, execution, run),
      ),
      nextToken: page.nextToken,
    };
  },
);
