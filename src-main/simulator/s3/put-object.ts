import { header } from '../wire.ts';
import type { WireReply } from '../wire.ts';
import { checkWriteConditions } from './conditions.ts';
import { invalidArgument, noSuchKey } from './s3-error.ts';
import { emptyReply, requireBucket, splitPath, xmlReply } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import { storedObject } from './store.ts';
import { checksumHeaders, encryptionHeaders, objectHeaders, readUploadBody } from './upload-body.ts';

/** PutObject, plain or `aws-chunked`; promised checksums are checked before anything is stored. */
export function putObject(request: S3Request): WireReply {
  const bucket = requireBucket(request);
  checkWriteConditions(request.wire, bucket.objects.get(request.key));
  const { body, checksums } = readUploadBody(request);
  const object = storedObject(body, request.now, objectHeaders(request), { ...checksums });
  bucket.objects.set(request.key, object);
  const headers = { ...encryptionHeaders(object.headers), ...checksumHeaders(checksums) };
  return emptyReply(200, { etag: `"${object.etag}"`, ...headers });
}

/** CopyObject within the simulated account; metadata is copied, or replaced on request. */
export function copyObject(request: S3Request): WireReply {
  const target = requireBucket(request);
  const { wire } = request;
  const source = splitPath(
    `/${(header(wire, 'x-amz-copy-source') ?? '').replace(/^\//, '').replace(/\?.*$/s, '')}`,
  );
  if (source.key === '') throw invalidArgument('The copy source must name a bucket and a key');
  const original = requireBucket({ ...request, bucket: source.bucket }).objects.get(source.key);
  if (!original) throw noSuchKey();
  const replaces = header(wire, 'x-amz-metadata-directive') === 'REPLACE';
  const headers = replaces ? objectHeaders(request) : { ...original.headers };
  const copy = { ...original, headers, lastModified: request.now };
  target.objects.set(request.key, copy);
  const lastModified = new Date(request.now).toISOString();
  return xmlReply('CopyObjectResult', { LastModified: lastModified, ETag: `"${copy.etag}"` });
}
