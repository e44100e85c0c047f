import { header } from '../wire.ts';
import type { WireRequest } from '../wire.ts';
import type { ObjectVersion } from './bucket.ts';
import { S3Error, noSuchKey, notImplemented } from './s3-error.ts';

type Facts = Pick<ObjectVersion, 'etag' | 'lastModified'>;

/**
 * What the conditions of a read say about an object: deliver it, or 304. Throws PreconditionFailed (412). A
 * condition on the entity tag wins over one on the time. `prefix` is that of the headers of a copy's source.
 */
export function readCondition(
  wire: WireRequest,
  object: Facts,
  prefix: '' | 'x-amz-copy-source-' = '',
): 'deliver' | 'not-modified' {
  const ifMatch = header(wire, `${prefix}if-match`);
  if (ifMatch !== undefined && !names(ifMatch, object.etag)) throw preconditionFailed('If-Match');
  const seconds = Math.floor(object.lastModified / 1000);
  const unmodified = secondsIn(header(wire, `${prefix}if-unmodified-since`));
  if (ifMatch === undefined && seconds > unmodified) throw preconditionFailed('If-Unmodified-Since');
  const ifNoneMatch = header(wire, `${prefix}if-none-match`);
  if (ifNoneMatch !== undefined) return names(ifNoneMatch, object.etag) ? 'not-modified' : 'deliver';
  const modified = secondsIn(header(wire, `${prefix}if-modified-since`));
  return seconds <= modified ? 'not-modified' : 'deliver';
}

/** A copy has no 304: a source that is not modified is a condition that does not hold. */
export function checkCopyConditions(wire: WireRequest, source: Facts): void {
  if (readCondition(wire, source, 'x-amz-copy-source-') === 'deliver') return;
  const isByTag = header(wire, 'x-amz-copy-source-if-none-match') !== undefined;
  throw preconditionFailed(
    isByTag ? 'x-amz-copy-source-If-None-Match' : 'x-amz-copy-source-If-Modified-Since',
  );
}

/**
 * Refuses a write whose conditions do not hold for what is there now.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkWriteConditions(
  wire: WireRequest,
  key: string,
  newest: ObjectVersion | undefined,
): void {
  const existing = newest?.isDeleteMarker === true ? undefined : newest;
  const ifNoneMatch = header(wire, 'if-none-match');
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') throw notImplemented('If-None-Match');
  if (ifNoneMatch !== undefined && existing) throw preconditionFailed('If-None-Match');
  const ifMatch = header(wire, 'if-match');
  if (ifMatch !== undefined) checkMatch(ifMatch, key, existing);
}

/**
 * Refuses to delete another object than the one meant. Only the newest version counts.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
 */
export function checkDeleteCondition(
  etag: string | undefined,
  key: string,
  newest: ObjectVersion | undefined,
): void {
  if (etag === undefined) return;
  if (newest?.isDeleteMarker === true) throw preconditionFailed('If-Match');
  checkMatch(etag, key, newest);
}

function checkMatch(condition: string, key: string, existing: Facts | undefined): void {
  if (!existing) throw noSuchKey(key);
  if (!names(condition, existing.etag)) throw preconditionFailed('If-Match');
}

function names(condition: string, etag: string): boolean {
  return condition.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^(W\/)?"(.*)"$/, '$2')));
}

// A date that cannot be read is no condition: comparisons with NaN are false.
function secondsIn(date: string | undefined): number {
  return Date.parse(date ?? '') / 1000;
}

function preconditionFailed(condition: string): S3Error {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new S3Error(412, 'PreconditionFailed', message, {}, { Condition: condition });
}
