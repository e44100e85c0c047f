import { actionTypeKey } from '../world/action-types.ts';
import { actionTypesIn } from '../world/third-party-action-types.ts';
import { defineOperation } from './operation.ts';
import { inOrderOf, pageOf } from './paging.ts';
import { listActionTypesInput } from './shapes/action-types.ts';
import { actionTypeView } from './views/action-type-view.ts';
import type { ListActionTypesOutput } from '@aws-sdk/client-codepipeline';

const pageSize = 100;

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListActionTypes.html
 * The size of its pages is not published.
 */
export const listActionTypes = defineOperation(
  'ListActionTypes',
  listActionTypesInput,
  (call, given): ListActionTypesOutput => {
    const { actionOwnerFilter: owner, regionFilter: region = call.region, nextToken } = given;
    const types = actionTypesIn(call.world, region).filter(
      ({ id }) => owner === undefined || id.owner === owner,
    );
    const request = { operation: 'ListActionTypes', filter: [owner, region], nextToken, limit: pageSize };
    const page = pageOf(
      call,
      request,
      inOrderOf(types, ({ id }) => actionTypeKey(id)),
    );
    return { actionTypes: page.items.map(actionTypeView), nextToken: page.nextToken };
  },
);
