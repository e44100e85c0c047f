import { requirePipeline } from '../world/pipelines/find.ts';
import { historyOf } from './execution-history.ts';
import type { HistoryKind } from './execution-history.ts';
import { defineOperation } from './operation.ts';
import { pageOf } from './paging.ts';
import { listRuleExecutionsInput } from './shapes/executions.ts';
import { ruleExecutionDetail } from './views/rule-execution-detail.ts';
import type { RulePlace } from './views/rule-execution-detail.ts';

const ruleRuns: HistoryKind<RulePlace> = {
  runsIn: (execution) =>
    [...execution.stages.values()].flatMap((stage) =>
      stage.conditions.flatMap((condition) =>
        condition.rules.map((rule) => ({ execution, stage, condition, rule })),
      ),
    ),
  nameOf: ({ stage, condition, rule }) =>
    [stage.stageName, condition.type, condition.index, rule.ruleName].join('/'),
};

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListRuleExecutions.html */
export const listRuleExecutions = defineOperation(
  'ListRuleExecutions',
  listRuleExecutionsInput,
  (call, given) => {
    const { pipelineName, filter = {}, nextToken, maxResults = 100 } = given;
    const pipeline = requirePipeline(call.world, call.region, pipelineName);
    const page = pageOf(
      call,
      { operation: 'ListRuleExecutions', filter: [pipelineName, filter], nextToken, limit: maxResults },
      historyOf(pipeline, filter, ruleRuns),
    );
    return {
      ruleExecutionDetails: page.items.map(({ run }) => ruleExecutionDetail(call.world, pipeline, run)),
      nextToken: page.nextToken,
    };
  },
);
