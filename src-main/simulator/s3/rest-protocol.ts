import type { Entropy } from '../world/entropy.ts';
import { header } from '../wire.ts';
import type { WireReply, WireRequest } from '../wire.ts';
import * as buckets from './buckets.ts';
import { deleteObject, deleteObjects } from './delete-objects.ts';
import { getObject } from './get-object.ts';
import { listObjects, listObjectsV2 } from './list-objects.ts';
import * as multipart from './multipart.ts';
import { copyObject, putObject } from './put-object.ts';
import { S3Error } from './s3-error.ts';
import { splitPath } from './s3-request.ts';
import type { S3Operation } from './s3-request.ts';
import type { S3Store } from './store.ts';
import { xmlError } from './xml.ts';

const operations: Readonly<Record<string, S3Operation>> = {
  ListBuckets: buckets.listBuckets,
  CreateBucket: buckets.createBucket,
  HeadBucket: buckets.headBucket,
  DeleteBucket: buckets.deleteBucket,
  GetBucketLocation: buckets.getBucketLocation,
  GetBucketVersioning: buckets.getBucketVersioning,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  DeleteObjects: deleteObjects,
  GetObject: getObject,
  HeadObject: getObject,
  PutObject: putObject,
  CopyObject: copyObject,
  DeleteObject: deleteObject,
  CreateMultipartUpload: multipart.createMultipartUpload,
  UploadPart: multipart.uploadPart,
  CompleteMultipartUpload: multipart.completeMultipartUpload,
  AbortMultipartUpload: multipart.abortMultipartUpload,
  ListParts: multipart.listParts,
};

const subresources =
  /^(acl|cors|encryption|lifecycle|policy|tagging|versions|website|notification|logging|replication|object-lock|torrent|retention|legal-hold|attributes|select|restore)$/;

/** The S3 operation a request asks for, by its name in the API reference; `Unknown` where there is none. */
export function s3OperationName(wire: WireRequest): string {
  const { method, query, path } = wire;
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  if ([...query.keys()].some((name) => subresources.test(name))) return 'Unknown';
  if (bucket === '') return method === 'GET' ? 'ListBuckets' : 'Unknown';
  if (key === '') return bucketOperation(method, query);
  if (query.has('uploadId')) return uploadOperation(method);
  if (method === 'POST') return query.has('uploads') ? 'CreateMultipartUpload' : 'Unknown';
  if (method === 'PUT') return header(wire, 'x-amz-copy-source') === undefined ? 'PutObject' : 'CopyObject';
  return { GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject' }[method] ?? 'Unknown';
}

/** Answers one S3 request in path style. Signatures are not verified. */
export function answerS3(
  wire: WireRequest,
  state: { store: S3Store; now: number; entropy: Entropy; region: string },
): WireReply {
  const { entropy } = state;
  try {
    const operation = operations[s3OperationName(wire)];
    if (!operation) {
      throw new S3Error(
        501,
        'NotImplemented',
        'A header or query you provided implies functionality that is not implemented.',
      );
    }
    const reply = operation({ wire, ...state, ...splitPath(wire.path) });
    return { ...reply, headers: { ...reply.headers, ...requestIds(entropy) } };
  } catch (error) {
    if (error instanceof S3Error) return s3ErrorReply(wire, error, entropy);
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
    Resource: wire.path,
    RequestId: ids['x-amz-request-id'],
  };
  return { status: error.status, headers, body: xmlError(document) };
}

function bucketOperation(method: string, query: URLSearchParams): string {
  if (method === 'POST') return query.has('delete') ? 'DeleteObjects' : 'Unknown';
  if (method !== 'GET')
    return { PUT: 'CreateBucket', HEAD: 'HeadBucket', DELETE: 'DeleteBucket' }[method] ?? 'Unknown';
  if (query.has('location')) return 'GetBucketLocation';
  if (query.has('versioning')) return 'GetBucketVersioning';
  if (query.has('uploads')) return 'Unknown';
  return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
}

function uploadOperation(method: string): string {
  const names: Record<string, string> = {
    PUT: 'UploadPart',
    POST: 'CompleteMultipartUpload',
    DELETE: 'AbortMultipartUpload',
    GET: 'ListParts',
  };
  return names[method] ?? 'Unknown';
}

function requestIds(entropy: Entropy) {
  const id = entropy.uuid().replace(/-/g, '').slice(0, 16).toUpperCase();
  return { 'x-amz-request-id': id, 'x-amz-id-2': entropy.opaque(32) };
}
