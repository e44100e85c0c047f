import { header } from '../wire.ts';
import type { ObjectVersion } from './bucket.ts';
import { checkCopyConditions } from './conditions.ts';
import { invalidArgument } from './s3-error.ts';
import { requireBucket, requireObject, splitCopySource, versionIdIn } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';

/** The object that a copy reads. */
export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  /** Whether the copy names a version, and not just whatever is newest. */
  readonly versionId: string | null;
  readonly object: ObjectVersion;
}

/** Reads the header of a copy, `bucket/key` with or without a version, and holds to its conditions. */
export function copySource(request: S3Request): CopySource {
  const { wire } = request;
  const text = header(wire, 'x-amz-copy-source') ?? '';
  const [path = '', ...rest] = text.split('?');
  const { bucket, key } = splitCopySource(path);
  if (bucket === '' || key === '') {
    const message = 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey';
    throw invalidArgument(message, 'x-amz-copy-source', text);
  }
  const versionId = versionIdIn(new URLSearchParams(rest.join('?')));
  const object = requireObject(request, bucket, versionId, key);
  checkCopyConditions(wire, object);
  return { bucket, key, versionId, object };
}

/** Names the source's version in the answer, where its bucket has versions. */
export function sourceVersionHeader(
  request: S3Request,
  { bucket, object }: CopySource,
): Record<string, string> {
  const { versioning } = requireBucket({ ...request, bucket }).settings;
  return versioning === null ? {} : { 'x-amz-copy-source-version-id': object.versionId };
}
