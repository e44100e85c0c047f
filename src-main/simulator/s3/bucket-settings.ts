import type { WireReply } from '../wire.ts';
import type { BucketEncryption } from './bucket.ts';
import { newBucketSettings } from './bucket.ts';
import { childrenOf, parseXml, textAt } from './parse-xml.ts';
import { S3Error, invalidArgument, malformedXml, notImplemented } from './s3-error.ts';
import { emptyReply, requireBucket, xmlReply } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import { setBucket } from './store.ts';
import { readUploadBody } from './upload-body.ts';

const blocks = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];

/** GetBucketVersioning: an empty document where it was never switched on. */
export function getBucketVersioning(request: S3Request): WireReply {
  const { versioning } = requireBucket(request).settings;
  return xmlReply('VersioningConfiguration', { Status: versioning ?? undefined });
}

/** PutBucketVersioning. Once on, it can only be suspended. Deletion with a second factor is left out. */
export function putBucketVersioning(request: S3Request): WireReply {
  requireBucket(request);
  const document = parseXml(readUploadBody(request).body, 'VersioningConfiguration');
  const status = textAt(document, 'Status');
  if (textAt(document, 'MfaDelete') === 'Enabled') throw notImplemented('MfaDelete');
  if (status === undefined) {
    const message = 'The Versioning element must be specified';
    throw new S3Error(400, 'IllegalVersioningConfigurationException', message);
  }
  if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml();
  setBucket(request.store, request.bucket, { versioning: status });
  return emptyReply(200);
}

/** GetBucketEncryption: every bucket has one. */
export function getBucketEncryption(request: S3Request): WireReply {
  const { algorithm, keyId, isBucketKeyEnabled } = requireBucket(request).settings.encryption;
  return xmlReply('ServerSideEncryptionConfiguration', {
    Rule: {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, KMSMasterKeyID: keyId ?? undefined },
      BucketKeyEnabled: isBucketKeyEnabled,
    },
  });
}

/** PutBucketEncryption: holds for objects stored from now on. */
export function putBucketEncryption(request: S3Request): WireReply {
  requireBucket(request);
  const document = parseXml(readUploadBody(request).body, 'ServerSideEncryptionConfiguration');
  const [rule, ...others] = childrenOf(document, 'Rule');
  const algorithm = textAt(rule, 'ApplyServerSideEncryptionByDefault', 'SSEAlgorithm');
  const keyId = textAt(rule, 'ApplyServerSideEncryptionByDefault', 'KMSMasterKeyID') ?? null;
  if (others.length > 0 || algorithm === undefined || !/^(AES256|aws:kms|aws:kms:dsse)$/.test(algorithm)) {
    throw malformedXml();
  }
  // It is shown in a header of every object.
  if (keyId !== null && !/^[\x21-\x7e]{1,2048}$/.test(keyId)) throw malformedXml();
  if (keyId !== null && algorithm === 'AES256') {
    throw invalidArgument('a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms');
  }
  const isBucketKeyEnabled = textAt(rule, 'BucketKeyEnabled') === 'true';
  const encryption: BucketEncryption = { algorithm, keyId, isBucketKeyEnabled };
  setBucket(request.store, request.bucket, { encryption });
  return emptyReply(200);
}

/** DeleteBucketEncryption: back to S3's own keys. */
export function deleteBucketEncryption(request: S3Request): WireReply {
  requireBucket(request);
  setBucket(request.store, request.bucket, { encryption: newBucketSettings.encryption });
  return emptyReply(204);
}

/** GetBucketPolicy: the text that was put. */
export function getBucketPolicy(request: S3Request): WireReply {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: policyOf(request) };
}

/** GetBucketPolicyStatus: nothing here is public. */
export function getBucketPolicyStatus(request: S3Request): WireReply {
  policyOf(request);
  return xmlReply('PolicyStatus', { IsPublic: false });
}

/** PutBucketPolicy: kept as it is, and not enforced. Must be a JSON object with statements. */
export function putBucketPolicy(request: S3Request): WireReply {
  requireBucket(request);
  const policy = readUploadBody(request).body.toString('utf8');
  if (!hasStatements(policy)) {
    const message = "Policies must be valid JSON and the first byte must be '{'";
    throw new S3Error(400, 'MalformedPolicy', message);
  }
  setBucket(request.store, request.bucket, { policy });
  return emptyReply(204);
}

/** DeleteBucketPolicy. */
export function deleteBucketPolicy(request: S3Request): WireReply {
  requireBucket(request);
  setBucket(request.store, request.bucket, { policy: null });
  return emptyReply(204);
}

/** GetPublicAccessBlock: new buckets block everything. */
export function getPublicAccessBlock(request: S3Request): WireReply {
  const { publicAccessBlock } = requireBucket(request).settings;
  if (publicAccessBlock) return xmlReply('PublicAccessBlockConfiguration', { ...publicAccessBlock });
  const message = 'The public access block configuration was not found';
  const details = { BucketName: request.bucket };
  throw new S3Error(404, 'NoSuchPublicAccessBlockConfiguration', message, {}, details);
}

/** PutPublicAccessBlock: what is not named is not blocked. */
export function putPublicAccessBlock(request: S3Request): WireReply {
  requireBucket(request);
  const document = parseXml(readUploadBody(request).body, 'PublicAccessBlockConfiguration');
  const publicAccessBlock = Object.fromEntries(
    blocks.map((name) => [name, textAt(document, name)?.trim().toLowerCase() === 'true']),
  );
  setBucket(request.store, request.bucket, { publicAccessBlock });
  return emptyReply(200);
}

/** DeletePublicAccessBlock. */
export function deletePublicAccessBlock(request: S3Request): WireReply {
  requireBucket(request);
  setBucket(request.store, request.bucket, { publicAccessBlock: null });
  return emptyReply(204);
}

function policyOf(request: S3Request): string {
  const { policy } = requireBucket(request).settings;
  if (policy !== null) return policy;
  const details = { BucketName: request.bucket };
  throw new S3Error(404, 'NoSuchBucketPolicy', 'The bucket policy does not exist', {}, details);
}

function hasStatements(policy: string): boolean {
  try {
    return policy.startsWith('{') && Object.hasOwn(JSON.parse(policy) as object, 'Statement');
  } catch {
    return false;
  }
}
