import { S3Error } from './s3-error.ts';
import { header } from '../wire.ts';
import type { WireRequest } from '../wire.ts';
import type { StoredObject } from './store.ts';

/** What the conditions of a read say about an object: deliver it, or 304. Throws PreconditionFailed (412). */
export function readCondition(wire: WireRequest, object: StoredObject): 'deliver' | 'not-modified' {
  const ifMatch = header(wire, 'if-match');
  if (ifMatch !== undefined && !names(ifMatch, object.etag)) throw preconditionFailed('If-Match');
  const seconds = Math.floor(object.lastModified / 1000);
  const unmodified = Date.parse(header(wire, 'if-unmodified-since') ?? '') / 1000;
  if (ifMatch === undefined && seconds > unmodified) throw preconditionFailed('If-Unmodified-Since');
  const ifNoneMatch = header(wire, 'if-none-match');
  if (ifNoneMatch !== undefined) return names(ifNoneMatch, object.etag) ? 'not-modified' : 'deliver';
  const modified = Date.parse(header(wire, 'if-modified-since') ?? '') / 1000;
  return seconds <= modified ? 'not-modified' : 'deliver';
}

/** Refuses a write whose conditions do not hold for what is there now. */
export function checkWriteConditions(wire: WireRequest, existing: StoredObject | undefined): void {
  if (header(wire, 'if-none-match') === '*' && existing) throw preconditionFailed('If-None-Match');
  const ifMatch = header(wire, 'if-match');
  if (ifMatch !== undefined && (!existing || !names(ifMatch, existing.etag)))
    throw preconditionFailed('If-Match');
}

function names(condition: string, etag: string): boolean {
  return condition.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^(W\/)?"(.*)"$/, '$2')));
}

function preconditionFailed(condition: string): S3Error {
  const message = `At least one of the pre-conditions you specified did not hold: ${condition}`;
  return new S3Error(412, 'PreconditionFailed', message);
}
