import type { ActionDeclaration, PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { ServiceError } from '../service-error.ts';
import type { ActionAddress, World } from '../world.ts';
import type { ActionExecution, PipelineExecution, StageExecution } from './execution.ts';
import { declarationAt, declarationOf, pipelineKey } from './pipeline.ts';
import type { Pipeline } from './pipeline.ts';

/** The pipeline of that name in a region, or PipelineNotFoundException. */
export function requirePipeline(world: World, region: string, name: string): Pipeline {
  const found = world.pipelines.get(pipelineKey(region, name));
  if (found) return found;
  const message = `Account '${world.accountId}' does not have a pipeline with name '${name}'`;
  throw new ServiceError('PipelineNotFoundException', message);
}

/** The stage as the declaration in force has it, or StageNotFoundException. */
export function requireStage(pipeline: Pipeline, stageName: string): StageDeclaration {
  const found = stageIn(declarationOf(pipeline), stageName);
  if (found) return found;
  const message = `The pipeline '${pipeline.name}' does not have a stage with name '${stageName}'`;
  throw new ServiceError('StageNotFoundException', message);
}

/** The action as the declaration in force has it; StageNotFoundException or ActionNotFoundException. */
export function requireAction(pipeline: Pipeline, stageName: string, actionName: string): ActionDeclaration {
  const found = requireStage(pipeline, stageName).actions?.find(({ name }) => name === actionName);
  if (found) return found;
  const message = `The stage '${stageName}' of pipeline '${pipeline.name}' does not have an action with name '${actionName}'`;
  throw new ServiceError('ActionNotFoundException', message);
}

/** The execution with that id, or PipelineExecutionNotFoundException. */
export function requireExecution(pipeline: Pipeline, executionId: string): PipelineExecution {
  const found = pipeline.executions.get(executionId);
  if (found) return found;
  const message = `The pipeline '${pipeline.name}' does not have an execution with id '${executionId}'`;
  throw new ServiceError('PipelineExecutionNotFoundException', message);
}

/** A stage of a declaration by its name. */
export function stageIn(declaration: PipelineDeclaration, stageName: string): StageDeclaration | undefined {
  return declaration.stages?.find(({ name }) => name === stageName);
}

/** The stage as an execution runs it: by the version it started with. */
export function stageOf(
  pipeline: Pipeline,
  execution: PipelineExecution,
  stageName: string,
): StageDeclaration {
  const found = stageIn(declarationAt(pipeline, execution.pipelineVersion), stageName);
  if (!found) throw new Error(`version ${execution.pipelineVersion} of ${pipeline.name} lacks ${stageName}`);
  return found;
}

/** Everything an address names; null when any of it is gone. */
export function findAction(
  world: World,
  at: ActionAddress,
): {
  pipeline: Pipeline;
  execution: PipelineExecution;
  stage: StageExecution;
  action: ActionExecution;
} | null {
  const pipeline = world.pipelines.get(at.pipeline);
  const execution = pipeline?.executions.get(at.executionId);
  const stage = execution?.stages.get(at.stageName);
  const action = stage?.actions.findLast((one) => one.actionExecutionId === at.actionExecutionId);
  return pipeline && execution && stage && action ? { pipeline, execution, stage, action } : null;
}
