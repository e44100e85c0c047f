import type { Tag } from '@aws-sdk/client-codepipeline';
import { ServiceError } from './service-error.ts';

const mostTags = 50;

/** Refuses tags that a new resource cannot have: TooManyTagsException, InvalidTagsException. */
export function checkTags(tags: readonly Tag[]): void {
  withTags([], tags);
}

/**
 * The tags a resource has after more were put on it; a new value replaces the old one. At most 50, no key twice
 * in one request, none that begins with `aws:`.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/tag-resources.html
 */
export function withTags(present: readonly Tag[], added: readonly Tag[]): Tag[] {
  const values = new Map(present.map(({ key = '', value = '' }) => [key, value]));
  const fresh = new Set<string>();
  for (const { key = '', value = '' } of added) {
    if (/^aws:/i.test(key)) {
      const message = `The tag key '${key}' is invalid: the prefix aws: is reserved for system use`;
      throw new ServiceError('InvalidTagsException', message);
    }
    if (fresh.has(key)) {
      throw new ServiceError('InvalidTagsException', `The tag key '${key}' occurs more than once`);
    }
    fresh.add(key);
    values.set(key, value);
  }
  if (values.size > mostTags) {
    throw new ServiceError('TooManyTagsException', `A resource can have at most ${mostTags} tags`);
  }
  return [...values].map(([key, value]) => ({ key, value }));
}
