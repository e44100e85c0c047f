import { createHash } from 'node:crypto';
import type { Entropy } from '../world/entropy.ts';

/** The newest revision of a made-up repository. `createdAt` in epoch milliseconds. */
export interface Revision {
  readonly revisionId: string;
  readonly summary: string;
  readonly createdAt: number;
}

/** Repository heads by the name `repositoryOf` gives; plain data, kept with the world. */
export type Repositories = Map<string, Revision>;

/** A source action as far as it says where to look. */
export interface SourcePlace {
  readonly region: string;
  readonly provider: string;
  readonly actionName: string;
  readonly configuration: Readonly<Record<string, string>>;
}

/** The repository and branch, or image and tag, that a source action looks at: two actions may look at the same. */
export function repositoryOf({ region, provider, actionName, configuration }: SourcePlace): string {
  const of = (key: string): string => configuration[key] ?? '';
  switch (provider) {
    case 'CodeCommit':
      return `CodeCommit ${region}/${of('RepositoryName')}#${of('BranchName')}`;
    case 'CodeStarSourceConnection':
      return `Connection ${of('FullRepositoryId')}#${of('BranchName')}`;
    case 'GitHub':
      return `GitHub ${of('Owner')}/${of('Repo')}#${of('Branch')}`;
    case 'ECR':
      return `ECR ${region}/${of('RepositoryName')}:${of('ImageTag') || 'latest'}`;
    default:
      return `${provider} ${region}/${actionName}`;
  }
}

/** The head of a repository. One that nobody moved has a revision of its own, the same in every simulation. */
export function headOf(repositories: Repositories, repository: string, now: number): Revision {
  const found = repositories.get(repository);
  if (found) return found;
  const revisionId = revisionIdFor(repository, repository);
  const first = { revisionId, summary: 'Set the limits of the load test', createdAt: now };
  repositories.set(repository, first);
  return first;
}

/** Puts a new revision in front; what is not given is made up. */
export function moveHead(
  repositories: Repositories,
  repository: string,
  given: { readonly revisionId: string | null; readonly summary: string | null },
  { now, entropy }: { now: number; entropy: Entropy },
): Revision {
  const revisionId = given.revisionId ?? revisionIdFor(repository, entropy.uuid());
  const head = { revisionId, summary: given.summary ?? `Change ${revisionId.slice(-7)}`, createdAt: now };
  repositories.set(repository, head);
  return head;
}

// A commit is a SHA-1, an image a digest: clients check the form.
function revisionIdFor(repository: string, seed: string): string {
  if (repository.startsWith('ECR ')) return `sha256:${createHash('sha256').update(seed).digest('hex')}`;
  return createHash('sha1').update(seed).digest('hex');
}
