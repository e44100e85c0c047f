import type {
  Condition,
  PipelineDeclaration,
  Result,
  RuleDeclaration,
  StageDeclaration,
} from '@aws-sdk/client-codepipeline';
import { ruleTypes } from '../action-catalogue/rule-types.ts';
import { checkConfiguration } from './declaration-actions.ts';
import { firstRepeated, invalidStage } from './declaration-refusals.ts';

const results = {
  beforeEntry: ['FAIL', 'SKIP'],
  onSuccess: ['FAIL', 'ROLLBACK'],
  onFailure: ['FAIL', 'ROLLBACK', 'RETRY', 'SKIP'],
} as const satisfies Record<string, readonly Result[]>;

type Kind = keyof typeof results;

/** Entry conditions with the result Skip know these rules only. */
const rulesThatSkip = new Set(['LambdaInvoke', 'VariableCheck']);

/**
 * Conditions of a stage: for V2 pipelines, with results that fit the kind of condition and rules of known types.
 * A roll-back needs another stage to have run before, and is not there for PARALLEL executions. Which results fit
 * which kind: https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works-conditions.html
 */
export function checkConditions(declaration: PipelineDeclaration, stage: StageDeclaration): void {
  const { name, beforeEntry, onSuccess, onFailure } = stage;
  if (!beforeEntry && !onSuccess && !onFailure) return;
  if (declaration.pipelineType !== 'V2') {
    throw invalidStage(`Conditions of stage ${name} can only be used with V2 pipelines`);
  }
  for (const condition of beforeEntry?.conditions ?? []) checkCondition(stage, 'beforeEntry', condition);
  for (const condition of onSuccess?.conditions ?? []) checkCondition(stage, 'onSuccess', condition);
  for (const condition of onFailure?.conditions ?? []) checkCondition(stage, 'onFailure', condition);
  if (onFailure?.retryConfiguration && resultsOf(stage).every((result) => result !== 'RETRY')) {
    throw invalidStage(`The onFailure of stage ${name} has a retryConfiguration without the result RETRY`);
  }
  if (!resultsOf(stage).includes('ROLLBACK')) return;
  if (declaration.executionMode === 'PARALLEL') {
    throw invalidStage(
      `Stage ${name} cannot have the result ROLLBACK in a pipeline with execution mode PARALLEL`,
    );
  }
  if (declaration.stages?.[0] === stage) {
    throw invalidStage(`Stage ${name} cannot have the result ROLLBACK because it is the source stage`);
  }
}

function resultsOf({ onSuccess, onFailure }: StageDeclaration): (Result | undefined)[] {
  const conditions = [...(onSuccess?.conditions ?? []), ...(onFailure?.conditions ?? [])];
  return [onFailure?.result, ...conditions.map(({ result }) => result)];
}

function checkCondition({ name }: StageDeclaration, kind: Kind, { result, rules = [] }: Condition): void {
  const allowed: readonly Result[] = results[kind];
  if (result !== undefined && !allowed.includes(result)) {
    throw invalidStage(`The result ${result} is not valid for ${kind} conditions of stage ${name}`);
  }
  const repeated = firstRepeated(rules.map((rule) => rule.name));
  if (repeated !== undefined) {
    throw invalidStage(`Rule names must be unique within a condition. ${repeated} is used more than once`);
  }
  for (const rule of rules) {
    checkRule(rule);
    if (kind === 'beforeEntry' && result === 'SKIP' && !rulesThatSkip.has(rule.ruleTypeId?.provider ?? '')) {
      throw invalidStage(`Rule ${rule.name} cannot be used in an entry condition with the result SKIP`);
    }
  }
}

function checkRule({
  name,
  ruleTypeId,
  configuration,
  commands = [],
  inputArtifacts = [],
}: RuleDeclaration): void {
  const { provider = '', version = '1' } = ruleTypeId ?? {};
  const type = ruleTypes.get(provider);
  if (!type || version !== '1') {
    throw invalidStage(
      `RuleType (Provider: '${provider}', Version: '${version}') in rule '${name}' is not available`,
    );
  }
  const { minimumCount, maximumCount } = type.inputArtifacts;
  if (inputArtifacts.length < minimumCount || inputArtifacts.length > maximumCount) {
    throw invalidStage(
      `Rule ${name} declares ${inputArtifacts.length} input artifacts, ${provider} takes ${minimumCount} to ${maximumCount}`,
    );
  }
  if ((provider === 'Commands') !== commands.length > 0) {
    const message = provider === 'Commands' ? 'must have a non-empty' : 'cannot have a';
    throw invalidStage(`Rule ${name} ${message} commands field`);
  }
  checkConfiguration(`Rule configuration for rule '${name}'`, configuration, type.properties, invalidStage);
}
