import { tagsOf } from '../world/tagged-resources.ts';
import { defineOperation } from './operation.ts';
import { inOrderOf, pageOf } from './paging.ts';
import { listTagsForResourceInput } from './shapes/tags.ts';
import type { ListTagsForResourceOutput, Tag } from '@aws-sdk/client-codepipeline';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = defineOperation(
  'ListTagsForResource',
  listTagsForResourceInput,
  (call, given): ListTagsForResourceOutput => {
    const { resourceArn, nextToken, maxResults = 100 } = given;
    const tags = tagsOf(call.world, call.region, resourceArn);
    const sorted = [...tags].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    const request = { operation: 'ListTagsForResource', filter: resourceArn, nextToken, limit: maxResults };
    const page = pageOf(call, request, inOrderOf(sorted, keyOf));
    return { tags: page.items, nextToken: page.nextToken };
  },
);

function keyOf({ key = '' }: Tag): string {
  return key;
}
