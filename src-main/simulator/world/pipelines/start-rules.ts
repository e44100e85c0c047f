import type { Condition, RuleDeclaration } from '@aws-sdk/client-codepipeline';
import { planAt } from '../due-times.ts';
import type { ConditionRun, PipelineExecution, RuleExecution, StageExecution } from './execution.ts';
import { pipelineKey } from './pipeline.ts';
import type { Scene } from './scene.ts';
import { drawStandIn } from './stand-ins.ts';
import { resolveVariables } from './variables.ts';

/**
 * Starts one condition: all its rules at once. VariableCheck is decided here and now; the other providers are
 * stand-ins with the same settings as actions. A rule that its time-out overtakes has failed.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html
 */
export function startCondition(
  scene: Scene,
  execution: PipelineExecution,
  stage: StageExecution,
  type: ConditionRun['type'],
  index: number,
  condition: Condition,
): void {
  stage.conditions.push({
    type,
    index,
    status: 'InProgress',
    lastStatusChange: scene.now,
    summary: null,
    rules: (condition.rules ?? []).map((rule) => startRule(scene, execution, stage, rule)),
  });
}

function startRule(
  scene: Scene,
  execution: PipelineExecution,
  stage: StageExecution,
  declared: RuleDeclaration,
): RuleExecution {
  const { world, pipeline, now, entropy } = scene;
  const ruleExecutionId = entropy.uuid();
  const ruleName = declared.name ?? '';
  const provider = declared.ruleTypeId?.provider ?? '';
  const resolved = resolveVariables(execution, declared.configuration ?? {});
  const base: RuleExecution = {
    ruleExecutionId,
    ruleName,
    startedAt: now,
    lastUpdateAt: now,
    status: 'InProgress',
    endsAt: null,
    outcome: { ok: true },
    resolvedConfiguration: resolved.ok ? resolved.values : (declared.configuration ?? {}),
    summary: null,
    errorDetails: null,
    externalExecutionId: null,
    updatedBy: null,
  };
  if (!resolved.ok) {
    const message = `The variable reference ${resolved.reference} could not be resolved`;
    return { ...base, status: 'Failed', errorDetails: { code: 'ConfigurationError', message } };
  }
  if (provider === 'VariableCheck') return checkedVariable(base, resolved.values);

  const asked = { provider, pipelineName: pipeline.name, stageName: stage.stageName, actionName: ruleName };
  const { durationMs, outcome } = drawStandIn(world.standIns, asked);
  const limitMs = declared.timeoutInMinutes === undefined ? null : declared.timeoutInMinutes * 60_000;
  const isLate = limitMs !== null && (durationMs === null || durationMs > limitMs);
  const takesMs = isLate ? limitMs : durationMs;
  const endsAt = takesMs === null ? null : now + takesMs;
  if (endsAt !== null) {
    const at = {
      pipeline: pipelineKey(pipeline.region, pipeline.name),
      executionId: execution.id,
      stageName: stage.stageName,
      ruleExecutionId,
    };
    planAt(world.due, endsAt, { kind: 'rule', at });
  }
  const late = {
    ok: false,
    code: 'RuleTimedOut',
    message: `The rule did not end within its time-out`,
  } as const;
  return { ...base, endsAt, outcome: isLate ? late : outcome, externalExecutionId: ruleExecutionId };
}

function checkedVariable(
  rule: RuleExecution,
  { Variable = '', Value = '', Operator = 'EQ' }: Readonly<Record<string, string>>,
): RuleExecution {
  const holds = compare(Operator, Variable, Value);
  if (holds) return { ...rule, status: 'Succeeded' };
  const message = `Variable check failed: '${Variable}' ${Operator} '${Value}'`;
  return { ...rule, status: 'Failed', errorDetails: { code: 'RuleFailed', message } };
}

function compare(operator: string, value: string, wanted: string): boolean {
  if (operator === 'NE') return value !== wanted;
  if (operator === 'CONTAINS') return value.includes(wanted);
  if (operator === 'MATCHES') return matches(value, wanted);
  return value === wanted;
}

function matches(value: string, pattern: string): boolean {
  try {
    return new RegExp(pattern).test(value);
  } catch {
    return false;
  }
}
