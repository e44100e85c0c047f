import type { WireReply } from '../wire.ts';
import type { Tags } from './bucket.ts';
import { childrenOf, parseXml, textAt } from './parse-xml.ts';
import { S3Error, malformedXml } from './s3-error.ts';
import { emptyReply, requireBucket, requireObject, versionIdIn, xmlReply } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import { commit, setBucket } from './store.ts';
import { readUploadBody } from './upload-body.ts';

/** GetObjectTagging; an object without tags has an empty set. */
export function getObjectTagging(request: S3Request): WireReply {
  const version = requireObject(request, request.bucket, versionIdIn(request.wire.query));
  return xmlReply('Tagging', tagSet(version.tags), versionHeader(request, version.versionId));
}

/** PutObjectTagging: at most ten tags, which replace all others. */
export function putObjectTagging(request: S3Request): WireReply {
  return retagged(request, tagsInBody(request, 10), 200);
}

/** DeleteObjectTagging. */
export function deleteObjectTagging(request: S3Request): WireReply {
  return retagged(request, {}, 204);
}

/** GetBucketTagging; a bucket that was never tagged answers NoSuchTagSet. */
export function getBucketTagging(request: S3Request): WireReply {
  const { tags } = requireBucket(request).settings;
  if (tags !== null) return xmlReply('Tagging', tagSet(tags));
  const details = { BucketName: request.bucket };
  throw new S3Error(404, 'NoSuchTagSet', 'The TagSet does not exist', {}, details);
}

/** PutBucketTagging: at most fifty tags. */
export function putBucketTagging(request: S3Request): WireReply {
  requireBucket(request);
  setBucket(request.store, request.bucket, { tags: tagsInBody(request, 50) });
  return emptyReply(204);
}

/** DeleteBucketTagging. */
export function deleteBucketTagging(request: S3Request): WireReply {
  requireBucket(request);
  setBucket(request.store, request.bucket, { tags: null });
  return emptyReply(204);
}

/**
 * Tags that may be set. Throws S3Error BadRequest for too many of them, InvalidTag for keys and values S3 does
 * not take. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
 */
export function checkTags(pairs: readonly (readonly [string, string])[], most: number): Tags {
  if (pairs.length > most) {
    const what = most === 10 ? 'Object tags' : 'Bucket tag count';
    throw new S3Error(400, 'BadRequest', `${what} cannot be greater than ${most}`);
  }
  for (const [key, value] of pairs) {
    if (key === '' || key.length > 128 || !allowed.test(key)) {
      throw invalidTag('The TagKey you have provided is invalid', key);
    }
    if (value.length > 256 || !allowed.test(value)) {
      throw invalidTag('The TagValue you have provided is invalid', key);
    }
    if (key.startsWith('aws:')) throw invalidTag('System tags cannot be added/updated by requester', key);
  }
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) {
    throw invalidTag('Cannot provide multiple Tags with the same key', pairs[0]?.[0] ?? '');
  }
  return Object.fromEntries(pairs);
}

const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

function tagsInBody(request: S3Request, most: number): Tags {
  const tagging = parseXml(readUploadBody(request).body, 'Tagging');
  const [set] = childrenOf(tagging, 'TagSet');
  if (!set) throw malformedXml();
  const pairs = childrenOf(set, 'Tag').map((tag): [string, string] => {
    const [key, value] = [textAt(tag, 'Key'), textAt(tag, 'Value')];
    if (key === undefined || value === undefined) throw malformedXml();
    return [key, value];
  });
  return checkTags(pairs, most);
}

function retagged(request: S3Request, tags: Tags, status: number): WireReply {
  const { store, bucket, key } = request;
  const { versionId } = requireObject(request, bucket, versionIdIn(request.wire.query));
  commit(store, { did: 'tag-version', bucket, key, versionId, tags });
  return emptyReply(status, versionHeader(request, versionId));
}

function tagSet(tags: Tags) {
  return { TagSet: { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } };
}

function versionHeader(request: S3Request, versionId: string): Record<string, string> {
  return requireBucket(request).settings.versioning === null ? {} : { 'x-amz-version-id': versionId };
}

function invalidTag(message: string, key: string): S3Error {
  return new S3Error(400, 'InvalidTag', message, {}, { TagKey: key });
}
