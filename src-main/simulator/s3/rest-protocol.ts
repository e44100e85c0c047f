import { header } from '../wire.ts';
import type { WireReply, WireRequest } from '../wire.ts';
import type { Entropy } from '../world/entropy.ts';
import * as settings from './bucket-settings.ts';
import * as buckets from './buckets.ts';
import { completeMultipartUpload } from './complete-multipart-upload.ts';
import { copyObject } from './copy-object.ts';
import { deleteObject, deleteObjects } from './delete-objects.ts';
import { fixedSettings } from './fixed-settings.ts';
import { getObjectAttributes } from './get-object-attributes.ts';
import { getObject } from './get-object.ts';
import { listMultipartUploads, listParts } from './list-multipart.ts';
import { listObjectVersions } from './list-object-versions.ts';
import { listObjects, listObjectsV2 } from './list-objects.ts';
import * as multipart from './multipart.ts';
import { s3OperationName } from './operation-name.ts';
import { putObject } from './put-object.ts';
import { S3Error } from './s3-error.ts';
import { splitPath } from './s3-request.ts';
import type { S3Operation } from './s3-request.ts';
import type { S3Store } from './store.ts';
import * as tags from './tags.ts';
import { xmlError } from './xml.ts';

export { s3OperationName } from './operation-name.ts';

const operations: Readonly<Record<string, S3Operation>> = {
  ...fixedSettings,
  ListBuckets: buckets.listBuckets,
  CreateBucket: buckets.createBucket,
  HeadBucket: buckets.headBucket,
  DeleteBucket: buckets.deleteBucket,
  GetBucketLocation: buckets.getBucketLocation,
  GetBucketVersioning: settings.getBucketVersioning,
  PutBucketVersioning: settings.putBucketVersioning,
  GetBucketEncryption: settings.getBucketEncryption,
  PutBucketEncryption: settings.putBucketEncryption,
  DeleteBucketEncryption: settings.deleteBucketEncryption,
  GetBucketPolicy: settings.getBucketPolicy,
  GetBucketPolicyStatus: settings.getBucketPolicyStatus,
  PutBucketPolicy: settings.putBucketPolicy,
  DeleteBucketPolicy: settings.deleteBucketPolicy,
  GetPublicAccessBlock: settings.getPublicAccessBlock,
  PutPublicAccessBlock: settings.putPublicAccessBlock,
  DeletePublicAccessBlock: settings.deletePublicAccessBlock,
  GetBucketTagging: tags.getBucketTagging,
  PutBucketTagging: tags.putBucketTagging,
  DeleteBucketTagging: tags.deleteBucketTagging,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  ListObjectVersions: listObjectVersions,
  GetObject: getObject,
  HeadObject: getObject,
  GetObjectAttributes: getObjectAttributes,
  PutObject: putObject,
  CopyObject: copyObject,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  GetObjectTagging: tags.getObjectTagging,
  PutObjectTagging: tags.putObjectTagging,
  DeleteObjectTagging: tags.deleteObjectTagging,
  CreateMultipartUpload: multipart.createMultipartUpload,
  UploadPart: multipart.uploadPart,
  UploadPartCopy: multipart.uploadPartCopy,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: multipart.abortMultipartUpload,
  ListParts: listParts,
  ListMultipartUploads: listMultipartUploads,
};

/** Answers one S3 request in path style. Who asks, and whether they may, was settled before. */
export function answerS3(
  wire: WireRequest,
  state: { store: S3Store; now: number; entropy: Entropy; region: string },
): WireReply {
  const { entropy, store } = state;
  try {
    const operation = operations[s3OperationName(wire)];
    if (!operation) {
      const message = 'A header or query you provided implies functionality that is not implemented.';
      throw new S3Error(501, 'NotImplemented', message);
    }
    checkExpectedOwner(wire, store);
    const reply = operation({ wire, ...state, ...splitPath(wire.path) });
    return { ...reply, headers: { ...reply.headers, ...requestIds(entropy) } };
  } catch (error) {
    if (error instanceof S3Error) return s3ErrorReply(wire, error, entropy);
    if (isOfFileSystem(error)) return s3ErrorReply(wire, internalError(), entropy);
    throw error;
  }
}

/** A refusal as S3's error document. */
export function s3ErrorReply(wire: WireRequest, error: S3Error, entropy: Entropy): WireReply {
  const ids = requestIds(entropy);
  const headers = { 'content-type': 'application/xml', ...error.headers, ...ids };
  const document = {
    Code: error.code,
    Message: error.message,
    ...error.details,
    Resource: wire.path,
    RequestId: ids['x-amz-request-id'],
    HostId: ids['x-amz-id-2'],
  };
  return { status: error.status, headers, body: xmlError(document) };
}

function checkExpectedOwner(wire: WireRequest, store: S3Store): void {
  for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
    if ((header(wire, name) ?? store.accountId) === store.accountId) continue;
    throw new S3Error(403, 'AccessDenied', 'Access Denied');
  }
}

// A full or broken disk is the service's trouble, and clients shall see it as such.
function isOfFileSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function internalError(): S3Error {
  return new S3Error(500, 'InternalError', 'We encountered an internal error. Please try again.');
}

function requestIds(entropy: Entropy) {
  const id = entropy.uuid().replace(/-/g, '').slice(0, 16).toUpperCase();
  return { 'x-amz-request-id': id, 'x-amz-id-2': entropy.opaque(32) };
}
