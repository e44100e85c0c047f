import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';

/** The practice credentials that every scenario knows: their signatures are verified. */
export const benchCredentials = {
  accessKeyId: 'AKIASIMULATOR0EXAMPLE',
  secretAccessKey: 'simulator-secret-access-key',
} as const;

/** A pipeline of three stages and four actions that ends by itself within half a minute of simulated time. */
export function benchPipeline(name: string): PipelineDeclaration {
  const build = { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' } as const;
  const source = { category: 'Source', owner: 'AWS', provider: 'CodeCommit', version: '1' } as const;
  const action = (project: string) => ({
    name: project,
    actionTypeId: build,
    configuration: { ProjectName: project },
    inputArtifacts: [{ name: 'App' }],
  });
  return {
    name,
    roleArn: 'arn:aws:iam::111122223333:role/pipeline',
    artifactStore: { type: 'S3', location: 'bench-artifacts' },
    stages: [
      {
        name: 'Source',
        actions: [
          {
            name: 'App',
            actionTypeId: source,
            configuration: { RepositoryName: 'app', BranchName: 'main', PollForSourceChanges: 'false' },
            outputArtifacts: [{ name: 'App' }],
          },
        ],
      },
      { name: 'Build', actions: [action('Compile'), action('UnitTests')] },
      { name: 'Deploy', actions: [action('Deploy')] },
    ],
  };
}
