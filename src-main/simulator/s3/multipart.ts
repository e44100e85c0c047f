import { createHash } from 'node:crypto';
import type { WireReply } from '../wire.ts';
import { S3Error, invalidArgument } from './s3-error.ts';
import { emptyReply, requireBucket, xmlReply } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import { storedObject } from './store.ts';
import type { StoredObject, Upload } from './store.ts';
import { checksumHeaders, encryptionHeaders, objectHeaders, readUploadBody } from './upload-body.ts';
import { xmlTexts } from './xml.ts';

const smallestPartBytes = 5 * 1024 * 1024;

/** CreateMultipartUpload: nothing can be read before the upload is completed. */
export function createMultipartUpload(request: S3Request): WireReply {
  const bucket = requireBucket(request);
  const headers = objectHeaders(request);
  const uploadId = request.entropy.opaque(48).replace(/[^A-Za-z0-9]/g, '.');
  bucket.uploads.set(uploadId, { key: request.key, headers, initiatedAt: request.now, parts: new Map() });
  const content = { Bucket: bucket.name, Key: request.key, UploadId: uploadId };
  return xmlReply('InitiateMultipartUploadResult', content, encryptionHeaders(headers));
}

/** UploadPart: a part sent again replaces the earlier one. */
export function uploadPart(request: S3Request): WireReply {
  const number = Number(request.wire.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive');
  }
  const upload = requireUpload(request);
  const { body, checksums } = readUploadBody(request);
  const part = storedObject(body, request.now, {}, { ...checksums });
  upload.parts.set(number, part);
  const headers = { ...encryptionHeaders(upload.headers), ...checksumHeaders(checksums) };
  return emptyReply(200, { etag: `"${part.etag}"`, ...headers });
}

/** CompleteMultipartUpload: the parts named, in ascending order, each with the ETag it got. */
export function completeMultipartUpload(request: S3Request): WireReply {
  const bucket = requireBucket(request);
  const upload = requireUpload(request);
  const parts = namedParts(upload, request.wire.body.toString('utf8'));
  const body = Buffer.concat(parts.map((part) => part.body));
  const digests = Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex')));
  const etag = `${createHash('md5').update(digests).digest('hex')}-${parts.length}`;
  bucket.objects.set(request.key, {
    body,
    etag,
    lastModified: request.now,
    headers: upload.headers,
    checksums: {},
  });
  bucket.uploads.delete(uploadIdOf(request));
  const content = {
    Location: `/${bucket.name}/${request.key}`,
    Bucket: bucket.name,
    Key: request.key,
    ETag: `"${etag}"`,
  };
  return xmlReply('CompleteMultipartUploadResult', content, encryptionHeaders(upload.headers));
}

/** AbortMultipartUpload: the parts are forgotten. */
export function abortMultipartUpload(request: S3Request): WireReply {
  requireUpload(request);
  requireBucket(request).uploads.delete(uploadIdOf(request));
  return emptyReply(204);
}

/** ListParts, in one page. */
export function listParts(request: S3Request): WireReply {
  const upload = requireUpload(request);
  return xmlReply('ListPartsResult', {
    Bucket: request.bucket,
    Key: request.key,
    UploadId: uploadIdOf(request),
    IsTruncated: false,
    Part: [...upload.parts]
      .sort(([a], [b]) => a - b)
      .map(([PartNumber, part]) => ({
        PartNumber,
        LastModified: new Date(part.lastModified).toISOString(),
        ETag: `"${part.etag}"`,
        Size: part.body.length,
      })),
  });
}

function namedParts(upload: Upload, document: string): StoredObject[] {
  const numbers = xmlTexts(document, 'PartNumber').map(Number);
  const etags = xmlTexts(document, 'ETag').map((etag) => etag.replace(/"/g, ''));
  if (numbers.length === 0 || numbers.length !== etags.length) {
    throw new S3Error(400, 'MalformedXML', 'The XML you provided was not well-formed or did not validate');
  }
  if (numbers.some((number, at) => at > 0 && number <= (numbers[at - 1] ?? 0))) {
    throw new S3Error(400, 'InvalidPartOrder', 'The list of parts was not in ascending order.');
  }
  return numbers.map((number, at) => {
    const part = upload.parts.get(number);
    if (!part || part.etag !== etags[at]) {
      throw new S3Error(400, 'InvalidPart', 'One or more of the specified parts could not be found.');
    }
    if (at < numbers.length - 1 && part.body.length < smallestPartBytes) {
      throw new S3Error(
        400,
        'EntityTooSmall',
        'Your proposed upload is smaller than the minimum allowed size',
      );
    }
    return part;
  });
}

function requireUpload(request: S3Request): Upload {
  const upload = requireBucket(request).uploads.get(uploadIdOf(request));
  if (upload?.key === request.key) return upload;
  throw new S3Error(404, 'NoSuchUpload', 'The specified upload does not exist.');
}

function uploadIdOf(request: S3Request): string {
  return request.wire.query.get('uploadId') ?? '';
}
