import { listOf, optional, structure } from '../constraints.ts';
import { oneOf, text } from '../scalars.ts';
import { actionName } from './names.ts';

/*
 * Filters on the Git events that start a pipeline
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html).
 */

const oneLine = listOf(text({ min: 1, max: 255, pattern: /.*/ }), { min: 1, max: 8 });
const patterns = structure({ includes: optional(oneLine), excludes: optional(oneLine) });
const tagNames = listOf(text({ min: 1, max: 255 }), { min: 1, max: 8 });

const push = structure({
  tags: optional(structure({ includes: optional(tagNames), excludes: optional(tagNames) })),
  branches: optional(patterns),
  filePaths: optional(patterns),
});

const pullRequest = structure({
  events: optional(listOf(oneOf('OPEN', 'UPDATED', 'CLOSED'), { min: 1, max: 3 })),
  branches: optional(patterns),
  filePaths: optional(patterns),
});

/** The triggers of a V2 pipeline, each for one source action with a connection. */
export const triggers = listOf(
  structure({
    providerType: oneOf('CodeStarSourceConnection'),
    gitConfiguration: structure({
      sourceActionName: actionName,
      push: optional(listOf(push, { min: 1, max: 3 })),
      pullRequest: optional(listOf(pullRequest, { min: 1, max: 3 })),
    }),
  }),
  { max: 50 },
);
