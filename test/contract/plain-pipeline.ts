import { CreatePipelineCommand } from '@aws-sdk/client-codepipeline';
import type { ActionDeclaration, PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { artifactBucket } from './artifact-bucket.ts';

/** Any role: nobody works under it. */
export const roleArn = 'arn:aws:iam::111122223333:role/pipeline-service';

/** A CodeCommit source with one output, by default `SourceOutput`. */
export function aSource(change: Partial<ActionDeclaration> = {}): ActionDeclaration {
  return {
    name: 'Source',
    actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeCommit', version: '1' },
    configuration: { RepositoryName: 'checkout', BranchName: 'main' },
    outputArtifacts: [{ name: 'SourceOutput' }],
    ...change,
  };
}

/** A CodeBuild build that takes `SourceOutput` and makes nothing. */
export function aBuild(change: Partial<ActionDeclaration> = {}): ActionDeclaration {
  return {
    name: 'Build',
    actionTypeId: { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' },
    configuration: { ProjectName: 'checkout' },
    inputArtifacts: [{ name: 'SourceOutput' }],
    ...change,
  };
}

/** A stage with one build in it. */
export function aStage(change: Partial<StageDeclaration> = {}): StageDeclaration {
  return { name: 'Build', actions: [aBuild()], ...change };
}

/** The smallest right pipeline: a source and a build. */
export function aPipeline(change: Partial<PipelineDeclaration> = {}): PipelineDeclaration {
  return {
    name: 'checkout',
    roleArn,
    artifactStore: { type: 'S3', location: 'checkout-artifacts' },
    stages: [{ name: 'Source', actions: [aSource()] }, aStage()],
    ...change,
  };
}

/** The smallest right pipeline with these stages after its source. */
export function withStages(stages: StageDeclaration[], change: Partial<PipelineDeclaration> = {}) {
  return aPipeline({ stages: [{ name: 'Source', actions: [aSource()] }, ...stages], ...change });
}

/** Creates a pipeline with these stages after its source, whose artifacts have a bucket, so that it runs. */
export async function createRunning(simulator: SimulatorUnderTest, stages: StageDeclaration[]) {
  const location = await artifactBucket(simulator);
  return create(simulator, withStages(stages, { artifactStore: { type: 'S3', location } }));
}

/** Creates a pipeline and answers what the service answers. */
export function create(simulator: SimulatorUnderTest, pipeline: PipelineDeclaration, region?: string) {
  return simulator.codePipeline(region).send(new CreatePipelineCommand({ pipeline }));
}
