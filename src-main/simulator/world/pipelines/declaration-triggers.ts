import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { firstRepeated, invalidStructure } from './declaration-refusals.ts';

/**
 * Triggers belong to source actions with a connection, one each; a push filter is either about tags or about
 * branches and paths (https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html).
 */
export function checkTriggers({ triggers = [], stages = [] }: PipelineDeclaration): void {
  const sources = new Map(
    (stages[0]?.actions ?? []).map((action) => [action.name, action.actionTypeId?.provider]),
  );
  for (const { gitConfiguration } of triggers) {
    const { sourceActionName, push = [] } = gitConfiguration ?? {};
    if (sources.get(sourceActionName) !== 'CodeStarSourceConnection') {
      throw invalidStructure(
        `The trigger names ${sourceActionName}, which is not a source action with the provider CodeStarSourceConnection`,
      );
    }
    if (push.some(({ tags, branches, filePaths }) => tags && (branches ?? filePaths))) {
      throw invalidStructure(
        'The trigger configuration for the source action is not valid. Make sure to choose valid filter combinations.',
      );
    }
  }
  const repeated = firstRepeated(triggers.map(({ gitConfiguration }) => gitConfiguration?.sourceActionName));
  if (repeated !== undefined) {
    throw invalidStructure(`The source action ${repeated} has more than one trigger`);
  }
}
