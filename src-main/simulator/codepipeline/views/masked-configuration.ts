import type { ActionTypeId } from '@aws-sdk/client-codepipeline';
import { findActionType, secretProperties } from '../../world/action-types.ts';
import { mask } from '../../world/pipelines/secret-values.ts';
import type { World } from '../../world/world.ts';

/**
 * A configuration as everybody but job workers may see it: the values of the type's secret properties are
 * masked. `region` is the action's: a type that is gone meanwhile still keeps its secrets.
 */
export function maskedConfiguration(
  world: World,
  region: string,
  typeId: ActionTypeId | undefined,
  configuration: Readonly<Record<string, string>>,
): Record<string, string> {
  const shown = { ...configuration };
  const type = typeId && findActionType(world.actionTypes, typeId, region);
  for (const name of type ? secretProperties(type) : []) {
    if (Object.hasOwn(shown, name)) shown[name] = mask;
  }
  return shown;
}
