import type { ActionTypeId, PipelineDeclaration } from '@aws-sdk/client-codepipeline';

/** The versioned bucket with the bundle that is released. */
export const sources = 'vendor-release-sources';
/** The bucket of the pipeline's artifacts. */
export const artifacts = 'vendor-release-artifacts';
/** The customer's own key for artifacts. */
export const encryptionKey = 'arn:aws:kms:us-east-1:111122223333:key/5c6e0d9a-7f64-4a0a-9d6b-2f9c41d0b8a7';
/** The custom action type that the flow makes. */
export const loadTest = {
  category: 'Test',
  owner: 'Custom',
  provider: 'Proseware-Load',
  version: '1',
} as const;
const aws = (category: ActionTypeId['category'], provider: string): ActionTypeId => ({
  category,
  owner: 'AWS',
  provider,
  version: '1',
});

/** From a bundle in S3 through a build, a load test of the vendor's own and a person's yes. */
export const declaration: PipelineDeclaration = {
  name: 'checkout-release',
  roleArn: 'arn:aws:iam::111122223333:role/checkout-release',
  pipelineType: 'V2',
  artifactStore: { type: 'S3', location: artifacts, encryptionKey: { id: encryptionKey, type: 'KMS' } },
  stages: [
    {
      name: 'Source',
      actions: [
        {
          name: 'Fetch',
          actionTypeId: aws('Source', 'S3'),
          configuration: { S3Bucket: sources, S3ObjectKey: 'checkout.zip', PollForSourceChanges: 'false' },
          outputArtifacts: [{ name: 'SourceOutput' }],
        },
      ],
    },
    {
      name: 'Build',
      actions: [
        {
          name: 'Compile',
          actionTypeId: aws('Build', 'CodeBuild'),
          configuration: { ProjectName: 'checkout' },
          inputArtifacts: [{ name: 'SourceOutput' }],
          outputArtifacts: [{ name: 'BuildOutput' }],
        },
      ],
    },
    {
      name: 'Test',
      actions: [
        {
          name: 'Load',
          actionTypeId: loadTest,
          namespace: 'Load',
          configuration: { TestPlan: 'peak', Token: 'hush-hush' },
          inputArtifacts: [{ name: 'SourceOutput' }],
          outputArtifacts: [{ name: 'LoadReport' }],
        },
      ],
    },
    {
      name: 'Release',
      actions: [
        {
          name: 'Approve',
          actionTypeId: aws('Approval', 'Manual'),
          configuration: { CustomData: 'Slowest: #{Load.slowest}' },
        },
      ],
    },
  ],
};
