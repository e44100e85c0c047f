import { deleteCustomActionType as deleteType } from '../world/custom-action-types.ts';
import { defineOperation } from './operation.ts';
import { deleteCustomActionTypeInput } from './shapes/action-types.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DeleteCustomActionType.html */
export const deleteCustomActionType = defineOperation(
  'DeleteCustomActionType',
  deleteCustomActionTypeInput,
  (call, given) => {
    deleteType(call.world, call.region, { ...given, owner: 'Custom' });
    return {};
  },
);
