import { changeTags } from '../world/tagged-resources.ts';
import { defineOperation } from './operation.ts';
import { untagResourceInput } from './shapes/tags.ts';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_UntagResource.html
 * A key that is not there is no error.
 */
export const untagResource = defineOperation('UntagResource', untagResourceInput, (call, given) => {
  const keys = new Set(given.tagKeys);
  changeTags(call.world, call.region, given.resourceArn, (present) =>
    present.filter(({ key }) => key === undefined || !keys.has(key)),
  );
  return {};
});
