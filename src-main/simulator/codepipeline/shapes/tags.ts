import { listOf, optional, structure } from '../constraints.ts';
import { text } from '../scalars.ts';
import { maxResults, nextToken } from './names.ts';

const tagKey = text({ min: 1, max: 128 });
const resourceArn = text({ pattern: /arn:aws(-[\w]+)*:codepipeline:.+:[0-9]{12}:.+/ });

/** Tags for a resource; how many it may have in all is not a constraint of the model. */
export const tagList = listOf(structure({ key: tagKey, value: text({ min: 0, max: 256 }) }));

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_TagResource.html */
export const tagResourceInput = structure({ resourceArn, tags: tagList });

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_UntagResource.html */
export const untagResourceInput = structure({ resourceArn, tagKeys: listOf(tagKey) });

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResourceInput = structure({
  resourceArn,
  nextToken: optional(nextToken),
  maxResults: optional(maxResults),
});
