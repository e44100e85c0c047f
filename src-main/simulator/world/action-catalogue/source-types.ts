import type { ActionType } from '../action-types.ts';
import { awsType } from './entry.ts';
import type { Counts } from './entry.ts';

const one: { inputs: Counts; outputs: Counts } = { inputs: [0, 0], outputs: [1, 1] };

/**
 * Source actions, from the pages "… source action reference" of the user guide
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html). GitHub is version 1 of that
 * action, which AWS lists under the owner ThirdParty.
 */
export const sourceTypes: readonly ActionType[] = [
  awsType('Source', 'S3', one, {
    required: ['S3Bucket', 'S3ObjectKey'],
    optional: ['PollForSourceChanges', 'AllowOverrideForS3ObjectKey'],
  }),
  awsType('Source', 'CodeCommit', one, {
    required: ['RepositoryName', 'BranchName'],
    optional: ['PollForSourceChanges', 'OutputArtifactFormat'],
  }),
  awsType('Source', 'ECR', one, { required: ['RepositoryName'], optional: ['ImageTag'] }),
  awsType('Source', 'CodeStarSourceConnection', one, {
    required: ['ConnectionArn', 'FullRepositoryId', 'BranchName'],
    optional: ['OutputArtifactFormat', 'DetectChanges'],
  }),
  awsType(
    'Source',
    'GitHub',
    one,
    {
      required: ['Owner', 'Repo', 'Branch', 'OAuthToken'],
      optional: ['PollForSourceChanges'],
      secret: ['OAuthToken'],
    },
    { owner: 'ThirdParty' },
  ),
];
