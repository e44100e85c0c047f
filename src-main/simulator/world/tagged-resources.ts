import type { Tag } from '@aws-sdk/client-codepipeline';
import { regionalTypeKey } from './action-types.ts';
import { pipelineKey } from './pipelines/pipeline.ts';
import { ServiceError } from './service-error.ts';
import { webhookKey } from './webhooks.ts';
import type { World } from './world.ts';

/** The tags of a pipeline, a webhook or a custom action type. InvalidArnException, ResourceNotFoundException. */
export function tagsOf(world: World, region: string, arn: string): readonly Tag[] {
  return requireResource(world, region, arn).tags;
}

/** Replaces the tags of a resource by those that `change` makes of the present ones. */
export function changeTags(
  world: World,
  region: string,
  arn: string,
  change: (present: readonly Tag[]) => Tag[],
): void {
  const resource = requireResource(world, region, arn);
  resource.put(change(resource.tags));
}

interface Tagged {
  readonly tags: readonly Tag[];
  put(tags: Tag[]): void;
}

function requireResource(world: World, region: string, arn: string): Tagged {
  const [, , , arnRegion, accountId, ...rest] = arn.split(':');
  const resource = rest.join(':');
  if (
    !/^(?:webhook:[A-Za-z0-9.@_-]+|actiontype:\w+(?:\/[A-Za-z0-9_-]+){3}|[A-Za-z0-9.@_-]+)$/.test(resource)
  ) {
    throw new ServiceError('InvalidArnException', `The ARN '${arn}' is not the ARN of a taggable resource`);
  }
  const isHere = arnRegion === region && accountId === world.accountId;
  const found = isHere ? findResource(world, region, resource) : null;
  if (found) return found;
  throw new ServiceError('ResourceNotFoundException', `The resource '${arn}' was not found`);
}

function findResource(world: World, region: string, resource: string): Tagged | null {
  const [kind, name = ''] = resource.includes(':') ? resource.split(':') : ['pipeline', resource];
  if (kind === 'actiontype') return findTaggedType(world, region, name);
  const found =
    kind === 'webhook'
      ? world.webhooks.get(webhookKey(region, name))
      : world.pipelines.get(pipelineKey(region, name));
  if (!found) return null;
  return { tags: found.tags, put: (tags) => void (found.tags = tags) };
}

function findTaggedType(world: World, region: string, name: string): Tagged | null {
  const [owner, category, provider, version] = name.split('/');
  const key = regionalTypeKey({ category, owner, provider, version }, region);
  const type = world.actionTypes.get(key);
  if (!type || type.isDeleted) return null;
  return { tags: type.tags ?? [], put: (tags) => void world.actionTypes.set(key, { ...type, tags }) };
}
