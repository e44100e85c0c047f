import { createCustomActionType as createType } from '../world/custom-action-types.ts';
import { defineOperation } from './operation.ts';
import { createCustomActionTypeInput } from './shapes/action-types.ts';
import { actionTypeView } from './views/action-type-view.ts';
import type { CreateCustomActionTypeOutput } from '@aws-sdk/client-codepipeline';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_CreateCustomActionType.html */
export const createCustomActionType = defineOperation(
  'CreateCustomActionType',
  createCustomActionTypeInput,
  (call, given): CreateCustomActionTypeOutput => {
    const { category, provider, version, settings = {}, configurationProperties = [], tags = [] } = given;
    const type = createType(call.world, call.region, {
      id: { category, owner: 'Custom', provider, version },
      urls: settings,
      properties: configurationProperties.map(
        ({ queryable = false, description = null, type = null, ...rest }) => ({
          ...rest,
          queryable,
          description,
          type,
        }),
      ),
      inputArtifacts: given.inputArtifactDetails,
      outputArtifacts: given.outputArtifactDetails,
      tags,
    });
    return { actionType: actionTypeView(type), tags };
  },
);
