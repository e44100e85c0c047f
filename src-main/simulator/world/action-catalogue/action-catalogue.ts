import type { ActionType } from '../action-types.ts';
import { deployTypes } from './deploy-types.ts';
import { sourceTypes } from './source-types.ts';
import { workTypes } from './work-types.ts';

/**
 * The action types that exist without anybody's doing: AWS's own, and two of the owner ThirdParty that AWS runs
 * itself. By the key `category/owner/provider/version`. They never have jobs. Not part of a world: they do not
 * change.
 */
export const awsActionTypes: ReadonlyMap<string, ActionType> = new Map(
  [...sourceTypes, ...workTypes, ...deployTypes].map((type) => {
    const { category, owner, provider, version } = type.id;
    return [`${category}/${owner}/${provider}/${version}`, type];
  }),
);
