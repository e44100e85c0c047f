import type { RuleDeclaration, RuleExecutionDetail } from '@aws-sdk/client-codepipeline';
import { declaredConditions } from '../../world/pipelines/conditions.ts';
import type {
  ConditionRun,
  PipelineExecution,
  RuleExecution,
  StageExecution,
} from '../../world/pipelines/execution.ts';
import { stageOf } from '../../world/pipelines/find.ts';
import type { Pipeline } from '../../world/pipelines/pipeline.ts';
import type { World } from '../../world/world.ts';
import { artifactDetail } from './action-execution-detail.ts';
import { linkOf } from './action-links.ts';
import { epochSeconds } from './wire.ts';
import type { Wire } from './wire.ts';

/** Where one execution of a rule is found. */
export interface RulePlace {
  readonly execution: PipelineExecution;
  readonly stage: StageExecution;
  readonly condition: ConditionRun;
  readonly rule: RuleExecution;
}

/** One execution of a rule as ListRuleExecutions shows it, by the version its execution started with. */
export function ruleExecutionDetail(
  world: World,
  pipeline: Pipeline,
  { execution, stage, condition, rule }: RulePlace,
): Wire<RuleExecutionDetail> {
  const declared: RuleDeclaration | undefined = declaredConditions(
    stageOf(pipeline, execution, stage.stageName),
    condition.type,
  )[condition.index]?.rules?.find(({ name }) => name === rule.ruleName);
  const region = declared?.region ?? pipeline.region;
  const linked = { typeId: declared?.ruleTypeId, region, configuration: rule.resolvedConfiguration };
  return {
    pipelineExecutionId: execution.id,
    ruleExecutionId: rule.ruleExecutionId,
    pipelineVersion: execution.pipelineVersion,
    stageName: stage.stageName,
    ruleName: rule.ruleName,
    startTime: epochSeconds(rule.startedAt),
    lastUpdateTime: epochSeconds(rule.lastUpdateAt),
    updatedBy: rule.updatedBy ?? undefined,
    status: rule.status,
    input: {
      ruleTypeId: declared?.ruleTypeId,
      configuration: { ...declared?.configuration },
      resolvedConfiguration: { ...rule.resolvedConfiguration },
      roleArn: declared?.roleArn,
      region,
      inputArtifacts: (declared?.inputArtifacts ?? []).flatMap(({ name = '' }) => {
        const place = execution.artifacts.get(name);
        return place ? [artifactDetail(place)] : [];
      }),
    },
    output: {
      executionResult: {
        externalExecutionId: rule.externalExecutionId ?? undefined,
        externalExecutionSummary: rule.summary ?? undefined,
        externalExecutionUrl:
          rule.externalExecutionId === null
            ? undefined
            : linkOf(world, 'execution', linked, rule.externalExecutionId),
        errorDetails: rule.errorDetails ?? undefined,
      },
    },
  };
}
