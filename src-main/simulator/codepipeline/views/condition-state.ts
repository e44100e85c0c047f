import type {
  Condition,
  ConditionExecutionStatus,
  ConditionState,
  RuleDeclaration,
  RuleState,
  StageConditionState,
  StageDeclaration,
  StageState,
} from '@aws-sdk/client-codepipeline';
import { declaredConditions } from '../../world/pipelines/conditions.ts';
import type { ConditionRun, RuleExecution, StageExecution } from '../../world/pipelines/execution.ts';
import type { Pipeline } from '../../world/pipelines/pipeline.ts';
import type { World } from '../../world/world.ts';
import { linkOf } from './action-links.ts';
import { epochSeconds } from './wire.ts';
import type { Wire } from './wire.ts';

type ConditionStates = Pick<
  StageState,
  'beforeEntryConditionState' | 'onSuccessConditionState' | 'onFailureConditionState'
>;

/** The conditions a stage declares with their latest runs in `latest`; what is not declared is absent. */
export function conditionStates(
  world: World,
  pipeline: Pipeline,
  stage: StageDeclaration,
  latest: StageExecution | null,
): Wire<ConditionStates> {
  const of = (type: ConditionRun['type']) => stageConditionState(world, pipeline, stage, type, latest);
  return {
    beforeEntryConditionState: of('BEFORE_ENTRY'),
    onSuccessConditionState: of('ON_SUCCESS'),
    onFailureConditionState: of('ON_FAILURE'),
  };
}

function stageConditionState(
  world: World,
  pipeline: Pipeline,
  stage: StageDeclaration,
  type: ConditionRun['type'],
  latest: StageExecution | null,
): Wire<StageConditionState> | undefined {
  const declared = declaredConditions(stage, type);
  if (declared.length === 0) return undefined;
  const runs = declared.map(
    (_condition, index) =>
      latest?.conditions.findLast((run) => run.type === type && run.index === index) ?? null,
  );
  const ran = runs.filter((run) => run !== null);
  return {
    latestExecution: ran.length === 0 ? undefined : { status: overall(ran), summary: summaryOf(ran) },
    conditionStates: declared.map((condition, index) =>
      conditionState(world, pipeline, condition, runs[index] ?? null),
    ),
  };
}

/** The first of these that any condition is in; only where all succeeded have they together. */
const heaviestFirst: readonly ConditionExecutionStatus[] = [
  'InProgress',
  'Errored',
  'Failed',
  'Abandoned',
  'Cancelled',
  'Overridden',
];

function overall(runs: readonly ConditionRun[]): ConditionExecutionStatus {
  return heaviestFirst.find((status) => runs.some((run) => run.status === status)) ?? 'Succeeded';
}

function summaryOf(runs: readonly ConditionRun[]): string | undefined {
  return runs.find(({ summary }) => summary !== null)?.summary ?? undefined;
}

function conditionState(
  world: World,
  pipeline: Pipeline,
  condition: Condition,
  run: ConditionRun | null,
): Wire<ConditionState> {
  return {
    latestExecution: run
      ? {
          status: run.status,
          summary: run.summary ?? undefined,
          lastStatusChange: epochSeconds(run.lastStatusChange),
        }
      : undefined,
    ruleStates: (condition.rules ?? []).map((rule) =>
      ruleState(world, pipeline, rule, run?.rules.find(({ ruleName }) => ruleName === rule.name) ?? null),
    ),
  };
}

function ruleState(
  world: World,
  pipeline: Pipeline,
  rule: RuleDeclaration,
  run: RuleExecution | null,
): Wire<RuleState> {
  const linked = {
    typeId: rule.ruleTypeId,
    region: rule.region ?? pipeline.region,
    configuration: run?.resolvedConfiguration ?? rule.configuration ?? {},
  };
  return {
    ruleName: rule.name,
    latestExecution: run
      ? {
          ruleExecutionId: run.ruleExecutionId,
          status: run.status,
          summary: run.summary ?? undefined,
          lastStatusChange: epochSeconds(run.lastUpdateAt),
          lastUpdatedBy: run.updatedBy ?? undefined,
          externalExecutionId: run.externalExecutionId ?? undefined,
          externalExecutionUrl:
            run.externalExecutionId === null
              ? undefined
              : linkOf(world, 'execution', linked, run.externalExecutionId),
          errorDetails: run.errorDetails ?? undefined,
        }
      : undefined,
    entityUrl: linkOf(world, 'entity', linked),
  };
}
