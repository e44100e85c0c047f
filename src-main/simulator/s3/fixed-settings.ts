import type { WireReply } from '../wire.ts';
import { S3Error } from './s3-error.ts';
import { owner, requireBucket, requireObject, versionIdIn, xmlReply } from './s3-request.ts';
import type { S3Operation, S3Request } from './s3-request.ts';
import type { XmlElements } from './xml.ts';

/**
 * Reads of settings that cannot be changed here, answered as S3 does for a bucket that nobody has configured:
 * with what holds by default, or with the error that says that nothing is set.
 */
export const fixedSettings: Readonly<Record<string, S3Operation>> = {
  GetBucketAcl: (request) => {
    requireBucket(request);
    return acl();
  },
  GetObjectAcl: (request) => {
    requireObject(request, request.bucket, versionIdIn(request.wire.query));
    return acl();
  },
  PutBucketAcl: noAcls,
  PutObjectAcl: noAcls,
  GetBucketOwnershipControls: shows('OwnershipControls', {
    Rule: { ObjectOwnership: 'BucketOwnerEnforced' },
  }),
  GetBucketRequestPayment: shows('RequestPaymentConfiguration', { Payer: 'BucketOwner' }),
  GetBucketAccelerateConfiguration: shows('AccelerateConfiguration', {}),
  GetBucketLogging: shows('BucketLoggingStatus', {}),
  GetBucketNotificationConfiguration: shows('NotificationConfiguration', {}),
  GetBucketCors: lacks('NoSuchCORSConfiguration', 'The CORS configuration does not exist'),
  GetBucketLifecycleConfiguration: lacks(
    'NoSuchLifecycleConfiguration',
    'The lifecycle configuration does not exist',
  ),
  GetBucketWebsite: lacks(
    'NoSuchWebsiteConfiguration',
    'The specified bucket does not have a website configuration',
  ),
  GetBucketReplication: lacks(
    'ReplicationConfigurationNotFoundError',
    'The replication configuration was not found',
  ),
  GetObjectLockConfiguration: lacks(
    'ObjectLockConfigurationNotFoundError',
    'Object Lock configuration does not exist for this bucket',
  ),
};

function shows(root: string, content: XmlElements): S3Operation {
  return (request) => {
    requireBucket(request);
    return xmlReply(root, content);
  };
}

function lacks(code: string, message: string): S3Operation {
  return (request) => {
    requireBucket(request);
    throw new S3Error(404, code, message, {}, { BucketName: request.bucket });
  };
}

// Attributes are beyond the writer of documents, and this is the only one that has any.
function acl(): WireReply {
  const instance = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"';
  const body = [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    '<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    `<Owner><ID>${owner.ID}</ID></Owner><AccessControlList><Grant><Grantee ${instance}>`,
    `<ID>${owner.ID}</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList>`,
    '</AccessControlPolicy>',
  ].join('');
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

function noAcls(request: S3Request): WireReply {
  requireBucket(request);
  throw new S3Error(400, 'AccessControlListNotSupported', 'The bucket does not allow ACLs');
}
