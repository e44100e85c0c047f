import type { WireReply } from '../wire.ts';
import { S3Error } from './s3-error.ts';
import { emptyReply, requireBucket, xmlReply } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import { readUploadBody } from './upload-body.ts';
import { xmlTexts } from './xml.ts';

/** DeleteObject: deleting what is not there succeeds too. */
export function deleteObject(request: S3Request): WireReply {
  requireBucket(request).objects.delete(request.key);
  return emptyReply(204);
}

/** DeleteObjects: at most 1,000 keys; with Quiet the answer names none of them. */
export function deleteObjects(request: S3Request): WireReply {
  const bucket = requireBucket(request);
  const body = readUploadBody(request).body.toString('utf8');
  const keys = xmlTexts(body, 'Key');
  if (keys.length === 0 || keys.length > 1000) {
    throw new S3Error(400, 'MalformedXML', 'The XML you provided was not well-formed or did not validate');
  }
  for (const key of keys) bucket.objects.delete(key);
  const isQuiet = xmlTexts(body, 'Quiet')[0] === 'true';
  return xmlReply('DeleteResult', { Deleted: isQuiet ? [] : keys.map((Key) => ({ Key })) });
}
