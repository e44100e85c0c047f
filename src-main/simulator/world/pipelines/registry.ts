import type { PipelineDeclaration, Tag } from '@aws-sdk/client-codepipeline';
import { pipelineArn } from '../arns.ts';
import { ServiceError } from '../service-error.ts';
import { checkTags } from '../tags.ts';
import type { World } from '../world.ts';
import { checkDeclaration } from './declaration-rules.ts';
import { declarationOf, pipelineKey } from './pipeline.ts';
import type { Pipeline } from './pipeline.ts';
import { withKeptSecrets } from './secret-values.ts';
import { abandonAll } from './stop.ts';

const mostPipelinesOfRegion = 1000;

/**
 * Makes a pipeline with version 1 of its declaration, and starts nothing. Refuses what CreatePipeline refuses:
 * see `checkDeclaration`; PipelineNameInUseException, LimitExceededException and those of tags besides.
 */
export function createPipeline(
  world: World,
  order: { region: string; declaration: PipelineDeclaration; tags?: readonly Tag[] },
  now: number,
): Pipeline {
  const { region, declaration, tags = [] } = order;
  const name = declaration.name ?? '';
  const key = pipelineKey(region, name);
  if (world.pipelines.has(key)) {
    const message = `A pipeline with the name '${name}' already exists in account '${world.accountId}'`;
    throw new ServiceError('PipelineNameInUseException', message);
  }
  checkTags(tags);
  checkDeclaration(world, region, declaration);
  requireRoomFor(world, region);
  const pipeline: Pipeline = {
    arn: pipelineArn(world, region, name),
    region,
    name,
    createdAt: now,
    updatedAt: now,
    versions: [completed(declaration, 1)],
    stages: new Map(),
    executions: new Map(),
    active: new Set(),
    tags: [...tags],
    sourceRevisions: new Map(),
    startTokens: new Map(),
  };
  world.pipelines.set(key, pipeline);
  return pipeline;
}

/**
 * Puts the next version of a declaration in force. Executions that are under way keep theirs. Secret values that
 * come masked stay as they were.
 */
export function updatePipeline(
  world: World,
  pipeline: Pipeline,
  declaration: PipelineDeclaration,
  now: number,
): void {
  const { region } = pipeline;
  checkDeclaration(world, region, declaration);
  const next = withKeptSecrets(world, region, declaration, declarationOf(pipeline));
  pipeline.versions.push(completed(next, pipeline.versions.length + 1));
  pipeline.updatedAt = now;
  const names = new Set(next.stages?.map(({ name }) => name));
  for (const [name, { lockedBy, waiting }] of pipeline.stages) {
    if (!names.has(name) && lockedBy === null && waiting.length === 0) pipeline.stages.delete(name);
  }
}

/** Takes a pipeline away with all its history, and ends what goes on in it. A name nobody has is no error. */
export function deletePipeline(world: World, region: string, name: string, now: number): void {
  const key = pipelineKey(region, name);
  const pipeline = world.pipelines.get(key);
  if (!pipeline) return;
  abandonAll(world, pipeline, now);
  world.pipelines.delete(key);
}

/** The pipelines of a region by name, as plain comparison of code units orders them. */
export function pipelinesIn(world: World, region: string): Pipeline[] {
  return [...world.pipelines.values()]
    .filter((pipeline) => pipeline.region === region)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** With what the service fills in: version, mode, type, run orders, and lists that were left out. */
function completed(declaration: PipelineDeclaration, version: number): PipelineDeclaration {
  const { stages = [], executionMode = 'SUPERSEDED', pipelineType = 'V1', ...rest } = declaration;
  return {
    ...structuredClone(rest),
    version,
    executionMode,
    pipelineType,
    stages: structuredClone(stages).map((stage) => ({
      ...stage,
      actions: stage.actions?.map((action) => ({
        ...action,
        runOrder: action.runOrder ?? 1,
        configuration: action.configuration ?? {},
        inputArtifacts: action.inputArtifacts ?? [],
        outputArtifacts: action.outputArtifacts ?? [],
      })),
    })),
  };
}

function requireRoomFor(world: World, region: string): void {
  let count = 0;
  for (const pipeline of world.pipelines.values()) if (pipeline.region === region) count += 1;
  if (count < mostPipelinesOfRegion) return;
  throw new ServiceError(
    'LimitExceededException',
    `Account '${world.accountId}' has reached the limit of ${mostPipelinesOfRegion} pipelines in region ${region}`,
  );
}
