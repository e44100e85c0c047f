import { header } from '../wire.ts';
import type { WireReply } from '../wire.ts';
import type { Upload } from './bucket.ts';
import { checksumAlgorithm, checksumElement, checksumHeaders, checksumOf } from './checksums.ts';
import type { Checksum, PartChecksum } from './checksums.ts';
import { copySource, sourceVersionHeader } from './copy-source.ts';
import { describeUpload, encryptionHeaders } from './object-headers.ts';
import { partOf } from './parts.ts';
import { checkKey } from './put-object.ts';
import { S3Error, invalidArgument, invalidRequest } from './s3-error.ts';
import { emptyReply, requireBucket, xmlReply } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import { commit, readBody } from './store.ts';
import { readUploadBody } from './upload-body.ts';

/** CreateMultipartUpload: nothing can be read before the upload is completed. */
export function createMultipartUpload(request: S3Request): WireReply {
  const bucket = requireBucket(request);
  const { key, now, store } = request;
  checkKey(key);
  const description = describeUpload(request, bucket);
  const { checksum, isChecksumAskedFor } = checksumAskedFor(request);
  const uploadId = request.entropy.opaque(48).replace(/[^A-Za-z0-9]/g, '.');
  const start = { key, initiatedAt: now, ...description, checksum, isChecksumAskedFor };
  commit(store, { did: 'start-upload', bucket: bucket.name, uploadId, start });
  return xmlReply(
    'InitiateMultipartUploadResult',
    { Bucket: bucket.name, Key: key, UploadId: uploadId },
    {
      ...encryptionHeaders(description.headers),
      ...(isChecksumAskedFor && {
        'x-amz-checksum-algorithm': checksum.algorithm.toUpperCase(),
        'x-amz-checksum-type': checksum.type,
      }),
    },
  );
}

/** UploadPart: a part sent again replaces the earlier one. */
export function uploadPart(request: S3Request): WireReply {
  const number = partNumber(request);
  const { upload } = requireUpload(request);
  const { body, checksum: given } = readUploadBody(request);
  const checksum = partChecksum(upload, body, given);
  const { etag } = addPart(request, number, body, checksum);
  return emptyReply(200, {
    etag: `"${etag}"`,
    ...encryptionHeaders(upload.headers),
    ...(given && checksumHeaders(given)),
  });
}

/** UploadPartCopy: a part out of an object that is there, or out of a range of it. */
export function uploadPartCopy(request: S3Request): WireReply {
  const number = partNumber(request);
  const { upload } = requireUpload(request);
  const source = copySource(request);
  const range = header(request.wire, 'x-amz-copy-source-range');
  const { first, last } = copiedRange(range, source.object.size);
  const body = readBody(request.store, source.object, first, last + 1);
  const checksum = checksumOf(upload.checksum.algorithm, body);
  const { etag } = addPart(request, number, body, checksum);
  const content = {
    LastModified: new Date(request.now).toISOString(),
    ETag: `"${etag}"`,
    ...(upload.isChecksumAskedFor && checksumElement(checksum)),
  };
  const headers = { ...sourceVersionHeader(request, source), ...encryptionHeaders(upload.headers) };
  return xmlReply('CopyPartResult', content, headers);
}

/** AbortMultipartUpload: the parts are forgotten. */
export function abortMultipartUpload(request: S3Request): WireReply {
  const { uploadId } = requireUpload(request);
  commit(request.store, { did: 'end-upload', bucket: request.bucket, uploadId });
  return emptyReply(204);
}

/** The upload a request names, which must be one of its key; refuses with NoSuchUpload. */
export function requireUpload(request: S3Request): { upload: Upload; uploadId: string } {
  const uploadId = request.wire.query.get('uploadId') ?? '';
  const upload = requireBucket(request).uploads.get(uploadId);
  if (upload?.key === request.key) return { upload, uploadId };
  const message =
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
  throw new S3Error(404, 'NoSuchUpload', message, {}, { UploadId: uploadId });
}

function addPart(request: S3Request, number: number, body: Buffer, checksum: PartChecksum) {
  const { store, bucket, now } = request;
  const { uploadId } = requireUpload(request);
  const part = partOf(store, body, checksum, now);
  commit(store, { did: 'add-part', bucket, uploadId, number, part });
  return part;
}

// Without a word of the client S3 makes a CRC-64/NVME over the whole object. That one exists for whole objects
// only, and the SHA checksums for composites only; the other CRCs are composite unless asked otherwise.
function checksumAskedFor({ wire }: S3Request): {
  checksum: Pick<Checksum, 'algorithm' | 'type'>;
  isChecksumAskedFor: boolean;
} {
  const name = header(wire, 'x-amz-checksum-algorithm');
  const asked = header(wire, 'x-amz-checksum-type')?.toUpperCase();
  if (name === undefined) {
    if (asked === undefined) {
      return { checksum: { algorithm: 'crc64nvme', type: 'FULL_OBJECT' }, isChecksumAskedFor: false };
    }
    throw invalidRequest(
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const algorithm = checksumAlgorithm(name);
  if (algorithm === undefined) {
    throw invalidRequest(
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  }
  const only = {
    crc64nvme: 'FULL_OBJECT',
    sha1: 'COMPOSITE',
    sha256: 'COMPOSITE',
    crc32: null,
    crc32c: null,
  }[algorithm];
  const type = asked ?? only ?? 'COMPOSITE';
  if (type !== 'COMPOSITE' && type !== 'FULL_OBJECT') {
    throw invalidRequest('Value for x-amz-checksum-type header is invalid.');
  }
  if (only !== null && type !== only) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
    );
  }
  return { checksum: { algorithm, type }, isChecksumAskedFor: true };
}

function partChecksum(upload: Upload, body: Buffer, given: PartChecksum | null): PartChecksum {
  const { algorithm, type } = upload.checksum;
  if (
    upload.isChecksumAskedFor &&
    given?.algorithm !== algorithm &&
    (given !== null || type === 'COMPOSITE')
  ) {
    throw invalidRequest(
      `Checksum Type mismatch occurred, expected checksum Type: ${algorithm}, actual checksum Type: ${given?.algorithm ?? 'null'}`,
    );
  }
  return given?.algorithm === algorithm ? given : checksumOf(algorithm, body);
}

function partNumber({ wire }: S3Request): number {
  const text = wire.query.get('partNumber') ?? '';
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= 10_000) return number;
  const message = 'Part number must be an integer between 1 and 10000, inclusive';
  throw invalidArgument(message, 'partNumber', text);
}

// Unlike a read, a copy must name both ends, and they must lie in the object.
function copiedRange(range: string | undefined, size: number): { first: number; last: number } {
  if (range === undefined) return { first: 0, last: size - 1 };
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  if (first === undefined || last === undefined || Number(first) > Number(last)) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      range,
    );
  }
  if (Number(last) < size) return { first: Number(first), last: Number(last) };
  throw invalidArgument(
    `Range specified is not valid for source object of size: ${size}`,
    'x-amz-copy-source-range',
    range,
  );
}
