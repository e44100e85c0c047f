import { listOf, optional, structure } from '../constraints.ts';
import { flag, integer, oneOf, text } from '../scalars.ts';
import {
  actionCategory,
  actionOwner,
  configurationKey,
  nextToken,
  provider,
  regionName,
  version,
} from './names.ts';
import { tagList } from './tags.ts';

/*
 * Two families: custom action types (CreateCustomActionType), and the types of AWS and of third parties that
 * GetActionType and UpdateActionType handle, with other bounds and words for the same things.
 */

const url = text({ min: 1, max: 2048 });

/** The owner is an enumeration in the one family and a pattern in the other. */
const publicOwner = text({ pattern: /AWS|ThirdParty/ });

const customArtifactCount = integer({ min: 0, max: 5 });
const customArtifacts = structure({ minimumCount: customArtifactCount, maximumCount: customArtifactCount });

const customProperty = structure({
  name: configurationKey,
  required: flag,
  key: flag,
  secret: flag,
  queryable: optional(flag),
  description: optional(text({ min: 1, max: 160 })),
  type: optional(oneOf('String', 'Number', 'Boolean')),
});

const settings = structure({
  thirdPartyConfigurationUrl: optional(url),
  entityUrlTemplate: optional(url),
  executionUrlTemplate: optional(url),
  revisionUrlTemplate: optional(url),
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_CreateCustomActionType.html */
export const createCustomActionTypeInput = structure({
  category: actionCategory,
  provider,
  version,
  settings: optional(settings),
  configurationProperties: optional(listOf(customProperty, { max: 10 })),
  inputArtifactDetails: customArtifacts,
  outputArtifactDetails: customArtifacts,
  tags: optional(tagList),
});

/** The owner is Custom, always. */
export const deleteCustomActionTypeInput = structure({ category: actionCategory, provider, version });

/** Types of the owner Custom are not found with it. */
export const getActionTypeInput = structure({
  category: actionCategory,
  owner: publicOwner,
  provider,
  version,
});

const artifactCount = integer({ min: 0, max: 10 });
const artifacts = structure({ minimumCount: artifactCount, maximumCount: artifactCount });

const property = structure({
  name: configurationKey,
  optional: flag,
  key: flag,
  noEcho: flag,
  queryable: optional(flag),
  description: optional(text({ min: 1, max: 250 })),
});

const executorConfiguration = structure({
  lambdaExecutorConfiguration: optional(
    structure({
      lambdaFunctionArn: text({
        min: 1,
        max: 140,
        pattern: /arn:aws(-[\w]+)*:lambda:.+:[0-9]{12}:function:.+/,
      }),
    }),
  ),
  jobWorkerExecutorConfiguration: optional(
    structure({
      pollingAccounts: optional(listOf(text({ pattern: /[0-9]{12}/ }), { min: 1, max: 1000 })),
      pollingServicePrincipals: optional(listOf(text({ min: 1, max: 128 }), { min: 1, max: 10 })),
    }),
  ),
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionTypeDeclaration.html */
export const updateActionTypeInput = structure({
  actionType: structure({
    description: optional(text({ min: 1, max: 1024 })),
    executor: structure({
      configuration: executorConfiguration,
      type: oneOf('JobWorker', 'Lambda'),
      policyStatementsTemplate: optional(text({ min: 1, max: 2048 })),
      jobTimeout: optional(integer({ min: 60, max: 43_200 })),
    }),
    id: structure({ category: actionCategory, owner: publicOwner, provider, version }),
    inputArtifactDetails: artifacts,
    outputArtifactDetails: artifacts,
    permissions: optional(
      structure({ allowedAccounts: listOf(text({ pattern: /[0-9]{12}|\*/ }), { min: 1, max: 1000 }) }),
    ),
    properties: optional(listOf(property, { max: 10 })),
    urls: optional(
      structure({
        configurationUrl: optional(url),
        entityUrlTemplate: optional(url),
        executionUrlTemplate: optional(url),
        revisionUrlTemplate: optional(url),
      }),
    ),
  }),
});

/** The region filter names the region whose types are listed; the caller's own without it. */
export const listActionTypesInput = structure({
  actionOwnerFilter: optional(actionOwner),
  nextToken: optional(nextToken),
  regionFilter: optional(regionName),
});

/** The only owner of rules is AWS; the answer has no pages. */
export const listRuleTypesInput = structure({
  ruleOwnerFilter: optional(oneOf('AWS')),
  regionFilter: optional(regionName),
});
