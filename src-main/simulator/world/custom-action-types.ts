import type { Tag } from '@aws-sdk/client-codepipeline';
import { describeActionType, findActionType, regionalTypeKey } from './action-types.ts';
import type { ActionType, ActionTypeId, ArtifactCounts, ConfigurationProperty } from './action-types.ts';
import { ServiceError } from './service-error.ts';
import { checkTags } from './tags.ts';
import type { World } from './world.ts';

const mostTypesOfRegion = 50;
const workerCategories = new Set(['Source', 'Build', 'Deploy', 'Test', 'Invoke']);

/** URL templates of an action type. */
export interface UrlTemplates {
  readonly thirdPartyConfigurationUrl?: string | undefined;
  readonly entityUrlTemplate?: string | undefined;
  readonly executionUrlTemplate?: string | undefined;
  readonly revisionUrlTemplate?: string | undefined;
}

/** A custom action type as its creator describes it. */
export interface CustomActionTypeOrder {
  readonly id: ActionTypeId;
  readonly urls: UrlTemplates;
  readonly properties: readonly ConfigurationProperty[];
  readonly inputArtifacts: ArtifactCounts;
  readonly outputArtifacts: ArtifactCounts;
  readonly tags: readonly Tag[];
}

/**
 * Makes a custom action type in one region. A category, provider and version that exists there, or existed, is
 * refused: a deleted version stays used up. Categories without job workers are refused too (an assumption: the
 * documentation names Source, Build, Deploy, Test and Invoke for custom actions).
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-custom-action.html
 */
export function createCustomActionType(
  world: World,
  region: string,
  order: CustomActionTypeOrder,
): ActionType {
  const { id, urls, properties, inputArtifacts, outputArtifacts, tags } = order;
  if (!workerCategories.has(id.category)) {
    throw invalid(`Custom actions cannot have the category '${id.category}'`);
  }
  const present = findActionType(world.actionTypes, id, region);
  if (present) {
    const why = present.isDeleted
      ? 'was deleted: use a version that was never used before'
      : 'already exists';
    throw invalid(`${describeActionType(id)} ${why}`);
  }
  checkTags(tags);
  checkCounts(inputArtifacts, 'input');
  checkCounts(outputArtifacts, 'output');
  checkProperties(properties);
  checkUrlTemplates(urls, properties);
  requireRoomFor(world, region);
  const { executionUrlTemplate = null, ...otherUrls } = urls;
  const type: ActionType = {
    id,
    jobTimeoutSeconds: null,
    executionUrlTemplate,
    ...otherUrls,
    properties,
    inputArtifacts,
    outputArtifacts,
    tags,
  };
  world.actionTypes.set(regionalTypeKey(id, region), type);
  return type;
}

/**
 * Marks a custom action type as deleted in a region: polls for it fail, and pipelines cannot take it up any more.
 * One that does not exist is no error (the model lists none for it).
 */
export function deleteCustomActionType(world: World, region: string, id: ActionTypeId): void {
  const type = findActionType(world.actionTypes, id, region);
  if (type) world.actionTypes.set(regionalTypeKey(id, region), { ...type, isDeleted: true });
}

/** At least as many at most as at least. */
export function checkCounts({ minimumCount, maximumCount }: ArtifactCounts, kind: 'input' | 'output'): void {
  if (minimumCount <= maximumCount) return;
  throw invalid(
    `The minimum count of ${kind} artifacts (${minimumCount}) is over the maximum (${maximumCount})`,
  );
}

/** Names are unique; at most one property is queryable, and that one is required and not secret. */
export function checkProperties(properties: readonly ConfigurationProperty[]): void {
  const names = properties.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw invalid(`The configuration property '${repeated}' occurs more than once`);
  const queryable = properties.filter((property) => property.queryable);
  if (queryable.length > 1)
    throw invalid('An action type can have one queryable configuration property at most');
  for (const { name, required, secret } of queryable) {
    if (!required || secret) {
      throw invalid(`The queryable configuration property '${name}' must be required and not secret`);
    }
  }
}

/** Placeholders are `{ExternalExecutionId}` and `{Config:Name}`, with properties that are required and not secret. */
export function checkUrlTemplates(urls: UrlTemplates, properties: readonly ConfigurationProperty[]): void {
  const usable = new Set(properties.filter((one) => one.required && !one.secret).map(({ name }) => name));
  for (const [field, url] of Object.entries(urls)) {
    if (typeof url !== 'string') continue;
    if (!/^https?:\/\/\S+$/.test(url)) throw invalid(`The ${field} '${url}' is not a URL`);
    for (const [placeholder, name = ''] of url.matchAll(/\{([^{}]*)\}/g)) {
      if (name === 'ExternalExecutionId' && field !== 'thirdPartyConfigurationUrl') continue;
      if (name.startsWith('Config:') && usable.has(name.slice('Config:'.length))) continue;
      throw invalid(
        `The ${field} contains ${placeholder}: only {ExternalExecutionId} and {Config:Name} with configuration properties that are required and not secret are allowed`,
      );
    }
  }
}

function requireRoomFor(world: World, region: string): void {
  let count = 0;
  for (const [key, type] of world.actionTypes)
    if (key.startsWith(`${region} `) && !type.isDeleted) count += 1;
  if (count < mostTypesOfRegion) return;
  throw new ServiceError(
    'LimitExceededException',
    `Account '${world.accountId}' has reached the limit of ${mostTypesOfRegion} custom actions in region ${region}`,
  );
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
