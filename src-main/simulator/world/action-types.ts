import type { ActionCategory } from '@aws-sdk/client-codepipeline';
import { ServiceError } from './service-error.ts';

/** The identity of an action type, in the words of the ActionTypeId shape. Only these two owners have job workers. */
export interface ActionTypeId {
  readonly category: ActionCategory;
  readonly owner: 'Custom' | 'ThirdParty';
  readonly provider: string;
  readonly version: string;
}

/** An identity as somebody asks for it: nothing says that such a type exists. */
export interface AnyActionTypeId {
  readonly category: string;
  readonly owner: string;
  readonly provider: string;
  readonly version: string;
}

/** What the service knows about an action type: its identity, its time-out per job and its link template. */
export interface ActionType {
  readonly id: ActionTypeId;
  /** Null: the service's default of the world counts. */
  readonly jobTimeoutSeconds: number | null;
  readonly executionUrlTemplate: string | null;
}

/** One string an action type: `Test/Custom/Northwind-LoadTest/1`. None of the four parts can contain a slash. */
export function actionTypeKey(id: AnyActionTypeId): string {
  return `${id.category}/${id.owner}/${id.provider}/${id.version}`;
}

/** Finds a registered action type, or refuses with ActionTypeNotFoundException. */
export function requireActionType(
  actionTypes: ReadonlyMap<string, ActionType>,
  id: AnyActionTypeId,
): ActionType {
  const found = actionTypes.get(actionTypeKey(id));
  if (found) return found;
  throw new ServiceError(
    'ActionTypeNotFoundException',
    `ActionType (Category: '${id.category}', Owner: '${id.owner}', Provider: '${id.provider}', Version: '${id.version}') is not available`,
  );
}
