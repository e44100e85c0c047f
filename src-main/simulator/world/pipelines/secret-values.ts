import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { findActionType, secretProperties } from '../action-types.ts';
import type { World } from '../world.ts';

/** What the service shows instead of a secret value. */
export const mask = '****';

/** The declaration as answers show it: every secret configuration value is `****`. */
export function maskedDeclaration(
  world: World,
  region: string,
  declaration: PipelineDeclaration,
): PipelineDeclaration {
  return withConfigurations(world, region, declaration, () => mask);
}

/**
 * A new declaration with the secrets of the present one in the places where it only has the mask. A secret
 * belongs to the names of its stage and action and to the provider: under others it is lost, and the mask becomes
 * its value. (That another provider does not get it is an assumption.)
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html
 */
export function withKeptSecrets(
  world: World,
  region: string,
  next: PipelineDeclaration,
  present: PipelineDeclaration,
): PipelineDeclaration {
  return withConfigurations(world, region, next, (value, name, stageName, action) => {
    if (value !== mask) return value;
    const stage = present.stages?.find((one) => one.name === stageName);
    const before = stage?.actions?.find((one) => one.name === action.name);
    return (isSameProvider(before, action) ? before?.configuration?.[name] : undefined) ?? value;
  });
}

function isSameProvider(before: ActionDeclaration | undefined, after: ActionDeclaration): boolean {
  const [one, other] = [before?.actionTypeId, after.actionTypeId];
  return (
    one?.category === other?.category && one?.owner === other?.owner && one?.provider === other?.provider
  );
}

function withConfigurations(
  world: World,
  region: string,
  declaration: PipelineDeclaration,
  replace: (value: string, name: string, stageName: string | undefined, action: ActionDeclaration) => string,
): PipelineDeclaration {
  const stages = declaration.stages?.map((stage) => ({
    ...stage,
    actions: stage.actions?.map((action) => {
      const type =
        action.actionTypeId &&
        findActionType(world.actionTypes, action.actionTypeId, action.region ?? region);
      const secrets = type ? secretProperties(type) : [];
      const { configuration = {} } = action;
      const present = secrets.filter((name) => Object.hasOwn(configuration, name));
      if (present.length === 0) return action;
      // fromEntries makes an entry of every name, of __proto__ too.
      const replaced = Object.fromEntries(
        present.map((name) => [name, replace(configuration[name] ?? '', name, stage.name, action)]),
      );
      return { ...action, configuration: { ...configuration, ...replaced } };
    }),
  }));
  return { ...declaration, stages };
}
