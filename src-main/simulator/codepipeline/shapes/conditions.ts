import { listOf, mapOf, optional, structure } from '../constraints.ts';
import { integer, oneOf, text } from '../scalars.ts';
import { artifactName, provider, regionName, roleArn, ruleName, version } from './names.ts';

/*
 * Conditions of a stage and their rules
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html).
 */

/** Shell commands of a Commands action or rule. */
export const commands = listOf(text({ min: 1, max: 1000 }), { min: 1, max: 50 });

const result = oneOf('ROLLBACK', 'FAIL', 'RETRY', 'SKIP');

const rule = structure({
  name: ruleName,
  ruleTypeId: structure({
    category: oneOf('Rule'),
    owner: optional(oneOf('AWS')),
    provider,
    version: optional(version),
  }),
  configuration: optional(
    mapOf(text({ min: 1, max: 50 }), text({ min: 1, max: 10_000 }), { max: 200, sensitive: true }),
  ),
  commands: optional(commands),
  inputArtifacts: optional(listOf(structure({ name: artifactName }))),
  roleArn: optional(roleArn),
  region: optional(regionName),
  timeoutInMinutes: optional(integer({ min: 5, max: 86_400 })),
});

const condition = structure({
  result: optional(result),
  rules: optional(listOf(rule, { min: 1, max: 5 })),
});

const conditions = listOf(condition, { min: 1, max: 1 });

/** What must hold before a stage is entered. */
export const beforeEntry = structure({ conditions });

/** What must hold before a stage counts as succeeded. */
export const onSuccess = structure({ conditions });

/** What follows a failure: a result with or without conditions, and how to retry. */
export const onFailure = structure({
  result: optional(result),
  retryConfiguration: optional(structure({ retryMode: optional(oneOf('FAILED_ACTIONS', 'ALL_ACTIONS')) })),
  conditions: optional(conditions),
});
