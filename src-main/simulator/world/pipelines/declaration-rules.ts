import type { PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { ServiceError } from '../service-error.ts';
import type { World } from '../world.ts';
import { checkAction } from './declaration-actions.ts';
import { checkArtifacts, checkNamespaces } from './declaration-artifacts.ts';
import { checkConditions } from './declaration-conditions.ts';
import { firstRepeated, invalidStage, invalidStructure } from './declaration-refusals.ts';
import { checkTriggers } from './declaration-triggers.ts';

const mostStages = 50;
const mostActionsOfStage = 50;
const mostActions = 1000;

/**
 * Everything CreatePipeline and UpdatePipeline check beyond the constraints of the single members. Throws
 * InvalidStructureException, InvalidStageDeclarationException, InvalidActionDeclarationException or
 * InvalidBlockerDeclarationException for the first thing that is wrong. Artifact buckets need not exist.
 *
 * Rules: https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html and
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html. Which of the exceptions goes with which
 * rule is published for a part of them only; the rest is a guess from the exceptions' descriptions.
 */
export function checkDeclaration(world: World, region: string, declaration: PipelineDeclaration): void {
  const stages = declaration.stages ?? [];
  checkStageList(stages);
  checkStores(region, declaration);
  checkType(declaration);
  for (const stage of stages) {
    checkStage(stage);
    for (const action of stage.actions ?? []) checkAction(world, region, declaration, action);
    checkConditions(declaration, stage);
  }
  checkArtifacts(stages);
  checkNamespaces(stages);
  checkTriggers(declaration);
  const repeated = firstRepeated((declaration.variables ?? []).map(({ name }) => name));
  if (repeated !== undefined) {
    throw invalidStructure(
      `Variable names must be unique within a pipeline. ${repeated} is used more than once`,
    );
  }
}

function checkStageList(stages: readonly StageDeclaration[]): void {
  if (stages.length < 2) {
    const message = `Pipeline has ${stages.length} stage(s). There should be a minimum of 2 stages in a pipeline`;
    throw invalidStructure(message);
  }
  if (stages.length > mostStages) {
    const message = `Pipeline has ${stages.length} stages. There should be a maximum of ${mostStages} stages in a pipeline`;
    throw invalidStructure(message);
  }
  const repeated = firstRepeated(stages.map(({ name }) => name));
  if (repeated !== undefined) {
    throw invalidStructure(
      `Stage names must be unique within a pipeline. ${repeated} is used more than once`,
    );
  }
  const [first, ...others] = stages;
  const firstActions = first?.actions ?? [];
  if (firstActions.length === 0 || firstActions.some((one) => one.actionTypeId?.category !== 'Source')) {
    throw invalidStructure('Pipeline should start with a stage that only contains source actions');
  }
  for (const { name, actions = [] } of others) {
    const source = actions.find((one) => one.actionTypeId?.category === 'Source');
    if (!source) continue;
    throw invalidStructure(
      `Only the first stage of a pipeline can contain source actions. Stage ${name} contains ${source.name}`,
    );
  }
  const count = stages.reduce((sum, { actions = [] }) => sum + actions.length, 0);
  if (count > mostActions) {
    throw invalidStructure(
      `Pipeline has ${count} actions. A pipeline can have at most ${mostActions} actions`,
    );
  }
}

function checkStage(stage: StageDeclaration): void {
  const { name, actions = [], blockers = [] } = stage;
  if (actions.length === 0 || actions.length > mostActionsOfStage) {
    const count = `Stage ${name} has ${actions.length} actions.`;
    throw invalidStage(`${count} A stage must have 1 to ${mostActionsOfStage} actions`);
  }
  const repeated = firstRepeated(actions.map((action) => action.name));
  if (repeated !== undefined) {
    throw invalidStage(
      `Action names must be unique within a stage. ${repeated} is used more than once in stage ${name}`,
    );
  }
  if (blockers.length > 0) {
    const message = `Blockers are reserved for future use. Stage ${name} declares ${blockers[0]?.name}`;
    throw new ServiceError('InvalidBlockerDeclarationException', message);
  }
}

function checkStores(
  region: string,
  { artifactStore, artifactStores, stages = [] }: PipelineDeclaration,
): void {
  if ((artifactStore === undefined) === (artifactStores === undefined)) {
    throw invalidStructure(
      'You must include either artifactStore or artifactStores in your pipeline, but you cannot use both',
    );
  }
  const needed = new Set([region]);
  for (const { actions = [] } of stages) {
    for (const action of actions) if (action.region !== undefined) needed.add(action.region);
  }
  if (artifactStore && needed.size > 1) {
    throw invalidStructure('A pipeline with cross-region actions must use artifactStores');
  }
  for (const each of artifactStores ? needed : []) {
    if (artifactStores && Object.hasOwn(artifactStores, each)) continue;
    throw invalidStructure(`The artifactStores of the pipeline have no artifact store for region ${each}`);
  }
}

function checkType(declaration: PipelineDeclaration): void {
  if (declaration.pipelineType === 'V2') return;
  const { executionMode = 'SUPERSEDED', variables = [], triggers = [] } = declaration;
  if (executionMode !== 'SUPERSEDED') {
    throw invalidStructure(`Execution mode ${executionMode} can only be used with V2 pipelines`);
  }
  if (variables.length > 0) throw invalidStructure('Variables can only be used with V2 pipelines');
  if (triggers.length > 0) throw invalidStructure('Triggers can only be used with V2 pipelines');
}
