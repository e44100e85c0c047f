import type {
  ActionType as ActionTypeOutput,
  ActionTypeDeclaration,
  RuleType,
} from '@aws-sdk/client-codepipeline';
import type { RuleTypeRecord } from '../../world/action-catalogue/rule-types.ts';
import type { ActionType, ConfigurationProperty } from '../../world/action-types.ts';

const anyCount = { minimumCount: 0, maximumCount: 5 };

/** An action type as ListActionTypes and CreateCustomActionType show it. */
export function actionTypeView(type: ActionType): ActionTypeOutput {
  const { thirdPartyConfigurationUrl, entityUrlTemplate, revisionUrlTemplate } = type;
  const executionUrlTemplate = type.executionUrlTemplate ?? undefined;
  const settings = {
    thirdPartyConfigurationUrl,
    entityUrlTemplate,
    executionUrlTemplate,
    revisionUrlTemplate,
  };
  const hasSettings = Object.values(settings).some((url) => url !== undefined);
  return {
    id: { ...type.id },
    ...(hasSettings && { settings }),
    actionConfigurationProperties: (type.properties ?? []).map(propertyView),
    inputArtifactDetails: type.inputArtifacts ?? anyCount,
    outputArtifactDetails: type.outputArtifacts ?? anyCount,
  };
}

/**
 * A third-party action type as GetActionType shows it. One that never was updated says what is true of it here:
 * the simulator's own account polls for its jobs.
 */
export function actionTypeDeclarationView(type: ActionType, accountId: string): ActionTypeDeclaration {
  const urls = {
    configurationUrl: type.thirdPartyConfigurationUrl,
    entityUrlTemplate: type.entityUrlTemplate,
    executionUrlTemplate: type.executionUrlTemplate ?? undefined,
    revisionUrlTemplate: type.revisionUrlTemplate,
  };
  const hasUrls = Object.values(urls).some((url) => url !== undefined);
  return {
    ...(type.description !== undefined && { description: type.description }),
    executor: type.executor ?? {
      type: 'JobWorker',
      configuration: { jobWorkerExecutorConfiguration: { pollingAccounts: [accountId] } },
      ...(type.jobTimeoutSeconds !== null && { jobTimeout: type.jobTimeoutSeconds }),
    },
    id: { ...type.id },
    inputArtifactDetails: type.inputArtifacts ?? anyCount,
    outputArtifactDetails: type.outputArtifacts ?? anyCount,
    ...(type.permissions && { permissions: type.permissions }),
    properties: (type.properties ?? []).map(({ name, required, key, secret, queryable, description }) => ({
      name,
      optional: !required,
      key,
      noEcho: secret,
      queryable,
      ...(description !== null && { description }),
    })),
    ...(hasUrls && { urls }),
  };
}

/** A rule type as ListRuleTypes shows it. */
export function ruleTypeView({ provider, properties, inputArtifacts }: RuleTypeRecord): RuleType {
  return {
    id: { category: 'Rule', owner: 'AWS', provider, version: '1' },
    ruleConfigurationProperties: properties.map(propertyView),
    inputArtifactDetails: inputArtifacts,
  };
}

function propertyView({ description, type, ...flags }: ConfigurationProperty) {
  return { ...flags, ...(description !== null && { description }), ...(type !== null && { type }) };
}
