import type { WireReply } from '../wire.ts';
import { checksumHeaders, checksumOf } from './checksums.ts';
import { checkWriteConditions } from './conditions.ts';
import { describeUpload, encryptionHeaders } from './object-headers.ts';
import { S3Error } from './s3-error.ts';
import { emptyReply, requireBucket, versionHeaders } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import { newestVersion, putObject as store } from './store.ts';
import { readUploadBody } from './upload-body.ts';

/** PutObject, plain or `aws-chunked`; promised checksums are checked before anything is stored. */
export function putObject(request: S3Request): WireReply {
  const { wire, key, now, entropy } = request;
  const bucket = requireBucket(request);
  checkKey(key);
  checkWriteConditions(wire, key, newestVersion(request.store, bucket.name, key));
  const description = describeUpload(request, bucket);
  const { body, checksum: promised } = readUploadBody(request);
  const checksum = checksumOf(promised?.algorithm ?? 'crc64nvme', body);
  const version = store(request.store, bucket.name, key, { ...description, body, checksum, now, entropy });
  return emptyReply(200, {
    etag: `"${version.etag}"`,
    ...versionHeaders(bucket, version),
    ...encryptionHeaders(version.headers),
    ...checksumHeaders(checksum),
  });
}

/** Refuses keys of more than 1,024 bytes. */
export function checkKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes <= 1024) return;
  const details = { Size: String(bytes), MaxSizeAllowed: '1024' };
  throw new S3Error(400, 'KeyTooLongError', 'Your key is too long', {}, details);
}
