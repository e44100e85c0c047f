import { requireThirdPartyType } from '../world/third-party-action-types.ts';
import { defineOperation } from './operation.ts';
import { getActionTypeInput } from './shapes/action-types.ts';
import { actionTypeDeclarationView } from './views/action-type-view.ts';
import type { GetActionTypeOutput } from '@aws-sdk/client-codepipeline';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetActionType.html
 * For types of outside providers. AWS's own are not found with it: what executes them is nobody's business
 * (assumption).
 */
export const getActionType = defineOperation(
  'GetActionType',
  getActionTypeInput,
  (call, given): GetActionTypeOutput => {
    const type = requireThirdPartyType(call.world, given);
    return { actionType: actionTypeDeclarationView(type, call.world.accountId) };
  },
);
