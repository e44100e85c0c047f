import type { ActionTypeExecutor, ActionTypePermissions } from '@aws-sdk/client-codepipeline';
import { awsActionTypes } from './action-catalogue/action-catalogue.ts';
import { actionTypeKey, describeActionType, secretProperties } from './action-types.ts';
import type { ActionType, AnyActionTypeId, ArtifactCounts, ConfigurationProperty } from './action-types.ts';
import { checkCounts, checkProperties, checkUrlTemplates } from './custom-action-types.ts';
import type { UrlTemplates } from './custom-action-types.ts';
import { ServiceError } from './service-error.ts';
import type { World } from './world.ts';

/** What UpdateActionType replaces: everything but the identity. */
export interface ThirdPartyTypeOrder {
  readonly description: string | undefined;
  readonly executor: ActionTypeExecutor;
  readonly permissions: ActionTypePermissions | undefined;
  readonly urls: UrlTemplates;
  readonly properties: readonly ConfigurationProperty[];
  readonly inputArtifacts: ArtifactCounts;
  readonly outputArtifacts: ArtifactCounts;
}

/** A third-party type with job workers, which exists in every region; ActionTypeNotFoundException for any other. */
export function requireThirdPartyType(world: World, id: AnyActionTypeId): ActionType {
  const found = id.owner === 'ThirdParty' ? world.actionTypes.get(actionTypeKey(id)) : undefined;
  if (found) return found;
  const message = `${describeActionType(id)} is not available`;
  throw new ServiceError('ActionTypeNotFoundException', message);
}

/**
 * Replaces what is known about a third-party type, in every region. What was secret and is not named any more stays
 * secret, as pipelines still have it. An executor of the type Lambda is refused with
 * RequestFailedException: this world has job workers only.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-types.html
 */
export function updateThirdPartyType(world: World, id: AnyActionTypeId, order: ThirdPartyTypeOrder): void {
  const present = requireThirdPartyType(world, id);
  const { executor, urls, properties, inputArtifacts, outputArtifacts } = order;
  if (executor.type === 'Lambda') {
    const message = 'The simulator runs action types with the executor type JobWorker only';
    throw new ServiceError('RequestFailedException', message);
  }
  if (!executor.configuration?.jobWorkerExecutorConfiguration) {
    const message = 'An executor of the type JobWorker needs a jobWorkerExecutorConfiguration';
    throw new ServiceError('ValidationException', message);
  }
  checkCounts(inputArtifacts, 'input');
  checkCounts(outputArtifacts, 'output');
  checkProperties(properties);
  checkUrlTemplates(urls, properties);
  const { executionUrlTemplate = null, ...otherUrls } = urls;
  world.actionTypes.set(actionTypeKey(id), {
    id: present.id,
    jobTimeoutSeconds: executor.jobTimeout ?? null,
    executionUrlTemplate,
    ...otherUrls,
    description: order.description,
    executor,
    permissions: order.permissions,
    properties,
    secretConfiguration: secretProperties(present).filter(
      (secret) => !properties.some(({ name }) => name === secret),
    ),
    inputArtifacts,
    outputArtifacts,
  });
}

/** The types that can be used in a region, by their keys in the order of code units. */
export function actionTypesIn(world: World, region: string): ActionType[] {
  const found = new Map(awsActionTypes);
  const prefix = `${region} `;
  for (const [key, type] of world.actionTypes) if (!key.includes(' ')) found.set(key, type);
  for (const [key, type] of world.actionTypes) {
    if (key.startsWith(prefix)) found.set(key.slice(prefix.length), type);
  }
  return [...found]
    .filter(([, type]) => !type.isDeleted)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, type]) => type);
}
