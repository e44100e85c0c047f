import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { describeActionType, findActionType } from '../action-types.ts';
import type { ActionType, ArtifactCounts, ConfigurationProperty } from '../action-types.ts';
import type { ServiceError } from '../service-error.ts';
import type { World } from '../world.ts';
import { invalidAction } from './declaration-refusals.ts';

const queryableValue = /^[A-Za-z0-9_-]{1,20}$/;
const anyCounts: ArtifactCounts = { minimumCount: 0, maximumCount: 5 };

/** What an action must be in itself: of a known type, with artifacts and a configuration that fit this type. */
export function checkAction(
  world: World,
  pipelineRegion: string,
  declaration: PipelineDeclaration,
  action: ActionDeclaration,
): void {
  const region = action.region ?? pipelineRegion;
  const type = action.actionTypeId && findActionType(world.actionTypes, action.actionTypeId, region);
  if (!type || type.isDeleted) throw unknownType(action, region);
  if (type.needsV2 && declaration.pipelineType !== 'V2') {
    throw invalidAction(
      `Action ${action.name} of type ${type.id.provider} can only be used with V2 pipelines`,
    );
  }
  if (region !== pipelineRegion && (type.id.category === 'Source' || type.id.owner !== 'AWS')) {
    // https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html
    throw invalidAction(
      `Action ${action.name} must be in the region of the pipeline: source, third-party and custom actions cannot be cross-region actions`,
    );
  }
  checkCount(action.name, 'input', action.inputArtifacts?.length ?? 0, type.inputArtifacts ?? anyCounts);
  checkCount(action.name, 'output', action.outputArtifacts?.length ?? 0, type.outputArtifacts ?? anyCounts);
  checkCompute(type, action);
  if (type.properties) {
    checkConfiguration(
      `Action configuration for action '${action.name}'`,
      action.configuration,
      type.properties,
    );
  }
}

/**
 * A configuration has what its type requires and nothing its type does not know. `subject` opens the message;
 * `refuse` makes the exception.
 */
export function checkConfiguration(
  subject: string,
  configuration: Readonly<Record<string, string>> = {},
  properties: readonly ConfigurationProperty[],
  refuse: (message: string) => ServiceError = invalidAction,
): void {
  for (const { name, required } of properties) {
    if (!required || Object.hasOwn(configuration, name)) continue;
    throw refuse(`${subject} is missing required configuration '${name}'`);
  }
  const queryable = properties.find((property) => property.queryable);
  const value = queryable && configuration[queryable.name];
  if (value !== undefined && !queryableValue.test(value)) {
    // https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionConfigurationProperty.html
    throw refuse(
      `${subject} has a value for the queryable configuration '${queryable?.name}' that is not 1 to 20 letters, digits, underscores or hyphens`,
    );
  }
  const known = new Set(properties.map(({ name }) => name));
  const unknown = Object.keys(configuration).find((name) => !known.has(name));
  if (unknown !== undefined) throw refuse(`${subject} contains unknown configuration '${unknown}'`);
}

function checkCount(
  name: string | undefined,
  kind: 'input' | 'output',
  count: number,
  { minimumCount, maximumCount }: ArtifactCounts,
): void {
  const declares = `Action ${name} declares ${count} ${kind} artifacts which is`;
  if (count < minimumCount) throw invalidAction(`${declares} less than the minimum count (${minimumCount})`);
  if (count > maximumCount) throw invalidAction(`${declares} more than the maximum count (${maximumCount})`);
}

function checkCompute(type: ActionType, action: ActionDeclaration): void {
  const { name, commands = [], outputVariables = [], outputArtifacts = [], timeoutInMinutes } = action;
  if (timeoutInMinutes !== undefined && type.id.category !== 'Approval') {
    throw invalidAction(
      `Action ${name} declares timeoutInMinutes, which only manual approval actions can have`,
    );
  }
  if (type.id.category === 'Compute') {
    if (commands.length === 0) throw invalidAction(`Action ${name} must have a non-empty commands field`);
    return;
  }
  const files = outputArtifacts.some((artifact) => artifact.files !== undefined);
  const extra = commands.length > 0 ? 'commands' : outputVariables.length > 0 ? 'outputVariables' : 'files';
  if (commands.length > 0 || outputVariables.length > 0 || files) {
    throw invalidAction(`Action ${name} declares ${extra}, which only compute actions can have`);
  }
}

function unknownType(action: ActionDeclaration, region: string): ServiceError {
  const { category, owner, provider, version } = action.actionTypeId ?? {};
  const type = describeActionType({ category, owner, provider, version });
  const place = region.toUpperCase().replaceAll('-', '_');
  return invalidAction(`${type} in action '${action.name}' is not available in region '${place}'`);
}
