import { changeTags } from '../world/tagged-resources.ts';
import { withTags } from '../world/tags.ts';
import { defineOperation } from './operation.ts';
import { tagResourceInput } from './shapes/tags.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_TagResource.html */
export const tagResource = defineOperation('TagResource', tagResourceInput, (call, given) => {
  changeTags(call.world, call.region, given.resourceArn, (present) => withTags(present, given.tags));
  return {};
});
