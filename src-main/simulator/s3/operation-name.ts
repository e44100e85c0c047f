import { header } from '../wire.ts';
import type { WireRequest } from '../wire.ts';

type Names = Readonly<Record<string, string>>;

// Parameters that make another operation of a request, with its names by HTTP method.
const ofBuckets: Readonly<Record<string, Names>> = {
  location: { GET: 'GetBucketLocation' },
  versioning: { GET: 'GetBucketVersioning', PUT: 'PutBucketVersioning' },
  versions: { GET: 'ListObjectVersions' },
  uploads: { GET: 'ListMultipartUploads' },
  delete: { POST: 'DeleteObjects' },
  acl: { GET: 'GetBucketAcl', PUT: 'PutBucketAcl' },
  policyStatus: { GET: 'GetBucketPolicyStatus' },
  requestPayment: { GET: 'GetBucketRequestPayment', PUT: 'PutBucketRequestPayment' },
  'object-lock': { GET: 'GetObjectLockConfiguration', PUT: 'PutObjectLockConfiguration' },
  publicAccessBlock: {
    GET: 'GetPublicAccessBlock',
    PUT: 'PutPublicAccessBlock',
    DELETE: 'DeletePublicAccessBlock',
  },
  accelerate: crud('BucketAccelerateConfiguration'),
  cors: crud('BucketCors'),
  encryption: crud('BucketEncryption'),
  lifecycle: crud('BucketLifecycleConfiguration'),
  logging: crud('BucketLogging'),
  notification: crud('BucketNotificationConfiguration'),
  ownershipControls: crud('BucketOwnershipControls'),
  policy: crud('BucketPolicy'),
  replication: crud('BucketReplication'),
  tagging: crud('BucketTagging'),
  website: crud('BucketWebsite'),
  analytics: crud('BucketAnalyticsConfiguration'),
  'intelligent-tiering': crud('BucketIntelligentTieringConfiguration'),
  inventory: crud('BucketInventoryConfiguration'),
  metrics: crud('BucketMetricsConfiguration'),
};
const ofObjects: Readonly<Record<string, Names>> = {
  acl: { GET: 'GetObjectAcl', PUT: 'PutObjectAcl' },
  attributes: { GET: 'GetObjectAttributes' },
  tagging: crud('ObjectTagging'),
  uploads: { POST: 'CreateMultipartUpload' },
  'legal-hold': crud('ObjectLegalHold'),
  retention: crud('ObjectRetention'),
  torrent: { GET: 'GetObjectTorrent' },
  restore: { POST: 'RestoreObject' },
  select: { POST: 'SelectObjectContent' },
};

/** The S3 operation a request asks for, by its name in the API reference; `Unknown` where there is none. */
export function s3OperationName(wire: WireRequest): string {
  const { method, query, path } = wire;
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  if (bucket === '') return method === 'GET' ? 'ListBuckets' : 'Unknown';
  const isCopy = header(wire, 'x-amz-copy-source') !== undefined;
  const subresources = key === '' ? ofBuckets : ofObjects;
  for (const name of query.keys()) {
    const names = Object.hasOwn(subresources, name) ? subresources[name] : undefined;
    if (names) return names[method] ?? 'Unknown';
  }
  if (key === '') return bucketOperation(method, query);
  if (query.has('uploadId')) return uploadOperation(method, isCopy);
  if (method === 'PUT') return isCopy ? 'CopyObject' : 'PutObject';
  return { GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject' }[method] ?? 'Unknown';
}

function bucketOperation(method: string, query: URLSearchParams): string {
  const names: Names = {
    GET: query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects',
    PUT: 'CreateBucket',
    HEAD: 'HeadBucket',
    DELETE: 'DeleteBucket',
    POST: 'PostObject',
  };
  return names[method] ?? 'Unknown';
}

function uploadOperation(method: string, isCopy: boolean): string {
  const names: Names = {
    PUT: isCopy ? 'UploadPartCopy' : 'UploadPart',
    POST: 'CompleteMultipartUpload',
    DELETE: 'AbortMultipartUpload',
    GET: 'ListParts',
  };
  return names[method] ?? 'Unknown';
}

function crud(noun: string): Names {
  return { GET: `Get${noun}`, PUT: `Put${noun}`, DELETE: `Delete${noun}` };
}
