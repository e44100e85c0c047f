import type { Revision, SourcePlace } from './repositories.ts';

/**
 * The output variables that a source of that provider gives.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
 */
export function sourceVariables(
  { region, provider, configuration }: SourcePlace,
  { revisionId, summary, createdAt }: Revision,
  accountId: string,
): Record<string, string> {
  const of = (key: string): string => configuration[key] ?? '';
  if (provider === 'ECR') {
    const tag = of('ImageTag') || 'latest';
    const repository = `${accountId}.dkr.ecr.${region}.amazonaws.com/${of('RepositoryName')}`;
    return {
      ImageDigest: revisionId,
      ImageTag: tag,
      ImageURI: `${repository}:${tag}`,
      RegistryId: accountId,
      RepositoryName: of('RepositoryName'),
    };
  }
  const date = new Date(createdAt).toISOString();
  const commit = { AuthorDate: date, CommitId: revisionId, CommitMessage: summary };
  if (provider === 'CodeStarSourceConnection') {
    return {
      ...commit,
      BranchName: of('BranchName'),
      ConnectionArn: of('ConnectionArn'),
      FullRepositoryName: of('FullRepositoryId'),
    };
  }
  if (provider === 'GitHub') {
    return {
      ...commit,
      BranchName: of('Branch'),
      CommitterDate: date,
      CommitUrl: `https://api.github.com/repos/${of('Owner')}/${of('Repo')}/git/commits/${revisionId}`,
      RepositoryName: of('Repo'),
    };
  }
  return {
    ...commit,
    BranchName: of('BranchName'),
    CommitterDate: date,
    RepositoryName: of('RepositoryName'),
  };
}

/** Where a person can look at the revision; undefined where the provider has no such page. */
export function revisionUrl(
  { region, provider, configuration }: SourcePlace,
  revisionId: string,
): string | undefined {
  const of = (key: string): string => configuration[key] ?? '';
  switch (provider) {
    case 'CodeCommit':
      return `https://console.aws.amazon.com/codecommit/home?region=${region}#/repository/${of('RepositoryName')}/commit/${revisionId}`;
    case 'GitHub':
      return `https://github.com/${of('Owner')}/${of('Repo')}/commit/${revisionId}`;
    case 'CodeStarSourceConnection': {
      const query = new URLSearchParams({
        connectionArn: of('ConnectionArn'),
        referenceType: 'COMMIT',
        FullRepositoryId: of('FullRepositoryId'),
        Commit: revisionId,
      });
      return `https://${region}.console.aws.amazon.com/codesuite/settings/connections/redirect?${query.toString()}`;
    }
    default:
      return undefined;
  }
}
