import { updateThirdPartyType } from '../world/third-party-action-types.ts';
import { defineOperation } from './operation.ts';
import { updateActionTypeInput } from './shapes/action-types.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_UpdateActionType.html */
export const updateActionType = defineOperation(
  'UpdateActionType',
  updateActionTypeInput,
  (call, { actionType }) => {
    const {
      id,
      executor,
      urls = {},
      properties = [],
      inputArtifactDetails,
      outputArtifactDetails,
    } = actionType;
    updateThirdPartyType(call.world, id, {
      description: actionType.description,
      executor,
      permissions: actionType.permissions,
      urls: {
        thirdPartyConfigurationUrl: urls.configurationUrl,
        entityUrlTemplate: urls.entityUrlTemplate,
        executionUrlTemplate: urls.executionUrlTemplate,
        revisionUrlTemplate: urls.revisionUrlTemplate,
      },
      properties: properties.map(
        ({ name, optional, key, noEcho, queryable = false, description = null }) => ({
          name,
          required: !optional,
          key,
          secret: noEcho,
          queryable,
          description,
          type: null,
        }),
      ),
      inputArtifacts: inputArtifactDetails,
      outputArtifacts: outputArtifactDetails,
    });
    return {};
  },
);
