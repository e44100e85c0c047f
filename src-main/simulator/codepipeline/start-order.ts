import type { ActionDeclaration, SourceRevisionOverride } from '@aws-sdk/client-codepipeline';
import { declarationOf } from '../world/pipelines/pipeline.ts';
import type { Pipeline } from '../world/pipelines/pipeline.ts';
import { ServiceError } from '../world/service-error.ts';

/** Revision types by the provider of a source. Sources of job workers cannot be told a revision. */
const revisionTypes: ReadonlyMap<string, readonly string[]> = new Map([
  ['S3', ['S3_OBJECT_VERSION_ID', 'S3_OBJECT_KEY']],
  ['ECR', ['IMAGE_DIGEST']],
  ['CodeCommit', ['COMMIT_ID']],
  ['CodeStarSourceConnection', ['COMMIT_ID']],
  ['GitHub', ['COMMIT_ID']],
]);

/**
 * The values a start gives to the pipeline's variables, by name. ValidationException for one that the
 * declaration in force does not have, and for a name that is given twice; the wording is ours.
 */
export function givenVariables(
  pipeline: Pipeline,
  given: readonly { readonly name: string; readonly value: string }[],
): Record<string, string> {
  const declared = new Set(declarationOf(pipeline).variables?.map(({ name }) => name));
  const unknown = given.filter(({ name }) => !declared.has(name)).map(({ name }) => name);
  if (unknown.length > 0) {
    refuse(`Pipeline '${pipeline.name}' does not declare the variable(s) [${unknown.join(', ')}]`);
  }
  refuseTwice(given.map(({ name }) => `variable '${name}'`));
  return Object.fromEntries(given.map(({ name, value }) => [name, value]));
}

/**
 * Checks the revisions a start asks for: each for a source action of the declaration in force, of a type that
 * its provider knows; another object key only where the S3 action allows it (`AllowOverrideForS3ObjectKey`).
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-trigger-source-overrides.html
 */
export function checkRevisionOverrides(
  pipeline: Pipeline,
  overrides: readonly SourceRevisionOverride[],
): void {
  const actions = (declarationOf(pipeline).stages ?? []).flatMap((stage) => stage.actions ?? []);
  const sources = actions.filter(({ actionTypeId }) => actionTypeId?.category === 'Source');
  for (const override of overrides) {
    const source = sources.find(({ name }) => name === override.actionName);
    if (!source) refuse(`'${override.actionName}' is not a source action of pipeline '${pipeline.name}'`);
    checkType(source, override);
  }
  refuseTwice(overrides.map((one) => `revision of type ${one.revisionType} for action '${one.actionName}'`));
}

function checkType(source: ActionDeclaration, { actionName, revisionType }: SourceRevisionOverride): void {
  const provider = source.actionTypeId?.provider ?? '';
  if (source.actionTypeId?.owner === 'Custom' || !revisionTypes.get(provider)?.includes(revisionType ?? '')) {
    refuse(`Revision type ${revisionType} does not fit the provider ${provider} of action '${actionName}'`);
  }
  const allows = source.configuration?.AllowOverrideForS3ObjectKey === 'true';
  if (revisionType === 'S3_OBJECT_KEY' && !allows) {
    refuse(`Action '${actionName}' does not allow an override of its S3 object key`);
  }
}

function refuseTwice(names: readonly string[]): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) refuse(`The ${twice} is given twice`);
}

function refuse(message: string): never {
  throw new ServiceError('ValidationException', message);
}
