import {
  CreatePipelineCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
} from '@aws-sdk/client-codepipeline';
import type {
  ActionDeclaration,
  ActionExecutionDetail,
  PipelineDeclaration,
  PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { SimulatorUnderTest } from '../support/simulator.ts';
import { artifactBucket } from './artifact-bucket.ts';

/** A source action named Source that makes SourceOutput. */
export function source(
  provider: string,
  configuration: Record<string, string>,
  owner: 'AWS' | 'ThirdParty' = 'AWS',
): ActionDeclaration {
  return {
    name: 'Source',
    actionTypeId: { category: 'Source', owner, provider, version: '1' },
    configuration,
    outputArtifacts: [{ name: 'SourceOutput' }],
    namespace: 'SourceVariables',
  };
}

/** A stand-in that builds BuildOutput of SourceOutput. */
export const build: ActionDeclaration = {
  name: 'Build',
  actionTypeId: { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' },
  configuration: { ProjectName: 'web-shop' },
  inputArtifacts: [{ name: 'SourceOutput' }],
  outputArtifacts: [{ name: 'BuildOutput' }],
};

/** Creates the pipeline `web-shop-release-with-a-long-name` in us-east-1, with these sources and `build` behind them. */
export async function createPipeline(
  simulator: SimulatorUnderTest,
  sources: readonly ActionDeclaration[],
  more: Partial<PipelineDeclaration> = {},
): Promise<string> {
  const name = 'web-shop-release-with-a-long-name';
  const pipeline: PipelineDeclaration = {
    name,
    roleArn: 'arn:aws:iam::111122223333:role/pipeline',
    artifactStore: { type: 'S3', location: await artifactBucket(simulator) },
    stages: [
      { name: 'Source', actions: [...sources] },
      { name: 'Build', actions: [build] },
    ],
    pipelineType: 'V2',
    ...more,
  };
  await simulator.codePipeline().send(new CreatePipelineCommand({ pipeline }));
  return name;
}

/** Oldest first. */
export async function executionsOf(
  simulator: SimulatorUnderTest,
  pipelineName: string,
): Promise<PipelineExecutionSummary[]> {
  const command = new ListPipelineExecutionsCommand({ pipelineName });
  const { pipelineExecutionSummaries = [] } = await simulator.codePipeline().send(command);
  return pipelineExecutionSummaries.toReversed();
}

/** Oldest first. */
export async function actionsOf(
  simulator: SimulatorUnderTest,
  pipelineName: string,
): Promise<ActionExecutionDetail[]> {
  const command = new ListActionExecutionsCommand({ pipelineName });
  const { actionExecutionDetails = [] } = await simulator.codePipeline().send(command);
  return actionExecutionDetails.toReversed();
}

/** Makes the bucket `web-shop-sources` with one object, `bundle.zip`; gives the object's version id. */
export async function sourceBucket(
  simulator: SimulatorUnderTest,
  { versioned = true } = {},
): Promise<string | undefined> {
  const Bucket = 'web-shop-sources';
  const s3 = simulator.s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  if (versioned) {
    const VersioningConfiguration = { Status: 'Enabled' as const };
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  }
  return putBundle(simulator, 'first bundle');
}

/** Puts another `bundle.zip`; gives its version id. */
export async function putBundle(simulator: SimulatorUnderTest, Body: string): Promise<string | undefined> {
  const command = new PutObjectCommand({ Bucket: 'web-shop-sources', Key: 'bundle.zip', Body });
  return (await simulator.s3().send(command)).VersionId;
}
