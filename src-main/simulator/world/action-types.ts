import type {
  ActionCategory,
  ActionConfigurationPropertyType,
  ActionOwner,
  ActionTypeExecutor,
  ActionTypePermissions,
  Tag,
} from '@aws-sdk/client-codepipeline';
import { awsActionTypes } from './action-catalogue/action-catalogue.ts';
import { ServiceError } from './service-error.ts';

/** The identity of an action type, in the words of the ActionTypeId shape. */
export interface ActionTypeId {
  readonly category: ActionCategory;
  readonly owner: ActionOwner;
  readonly provider: string;
  readonly version: string;
}

/** An identity as somebody asks for it: nothing says that such a type exists. */
export interface AnyActionTypeId {
  readonly category: string | undefined;
  readonly owner: string | undefined;
  readonly provider: string | undefined;
  readonly version: string | undefined;
}

/** One property of an action's configuration. */
export interface ConfigurationProperty {
  readonly name: string;
  readonly required: boolean;
  /** Names the thing the action works on. */
  readonly key: boolean;
  /** Shown as `****` to everybody but job workers. */
  readonly secret: boolean;
  /** Job workers can filter their polls by it. */
  readonly queryable: boolean;
  readonly description: string | null;
  readonly type: ActionConfigurationPropertyType | null;
}

/** How many artifacts an action takes or makes. */
export interface ArtifactCounts {
  readonly minimumCount: number;
  readonly maximumCount: number;
}

/**
 * What the service knows about an action type. A type of AWS or of a third party exists in every region and is
 * found under its `actionTypeKey`; one that CreateCustomActionType made exists in one region, and its key has
 * that region in front. What is absent was not said.
 */
export interface ActionType {
  readonly id: ActionTypeId;
  /** Null: the service's default of the world counts. */
  readonly jobTimeoutSeconds: number | null;
  readonly executionUrlTemplate: string | null;
  readonly entityUrlTemplate?: string | undefined;
  readonly revisionUrlTemplate?: string | undefined;
  readonly thirdPartyConfigurationUrl?: string | undefined;
  /** Absent: any configuration is accepted. */
  readonly properties?: readonly ConfigurationProperty[];
  /** Secret properties of a type that does not list its properties. */
  readonly secretConfiguration?: readonly string[];
  /** Absent: 0 to 5. */
  readonly inputArtifacts?: ArtifactCounts;
  /** Absent: 0 to 5. */
  readonly outputArtifacts?: ArtifactCounts;
  readonly description?: string | undefined;
  readonly executor?: ActionTypeExecutor;
  readonly permissions?: ActionTypePermissions | undefined;
  /** Only pipelines of type V2 can use it. */
  readonly needsV2?: true;
  readonly tags?: readonly Tag[];
  /** Deleted: neither polled nor declared any more, and its version is used up. */
  readonly isDeleted?: true;
}

/** One string an action type: `Test/Custom/Northwind-LoadTest/1`. None of the four parts can contain a slash. */
export function actionTypeKey(id: AnyActionTypeId): string {
  return `${id.category}/${id.owner}/${id.provider}/${id.version}`;
}

/** The key of a type that exists in one region only. */
export function regionalTypeKey(id: AnyActionTypeId, region: string): string {
  return `${region} ${actionTypeKey(id)}`;
}

/** The type as it exists in a region: the region's own, then those of every region, then AWS's. Deleted ones too. */
export function findActionType(
  actionTypes: ReadonlyMap<string, ActionType>,
  id: AnyActionTypeId,
  region: string,
): ActionType | undefined {
  const key = actionTypeKey(id);
  return actionTypes.get(`${region} ${key}`) ?? actionTypes.get(key) ?? awsActionTypes.get(key);
}

/** Finds an action type that can be used in a region, or refuses with ActionTypeNotFoundException. */
export function requireActionType(
  actionTypes: ReadonlyMap<string, ActionType>,
  id: AnyActionTypeId,
  region: string,
): ActionType {
  const found = findActionType(actionTypes, id, region);
  if (found && !found.isDeleted) return found;
  throw new ServiceError('ActionTypeNotFoundException', `${describeActionType(id)} is not available`);
}

/** An action type as messages of the service name it. */
export function describeActionType(id: AnyActionTypeId): string {
  return `ActionType (Category: '${id.category}', Owner: '${id.owner}', Provider: '${id.provider}', Version: '${id.version}')`;
}

/** Names of the configuration properties whose values nobody but job workers may see. */
export function secretProperties(type: ActionType): string[] {
  const declared = (type.properties ?? []).filter(({ secret }) => secret).map(({ name }) => name);
  return [...new Set([...declared, ...(type.secretConfiguration ?? [])])];
}
