import type { WireReply } from '../wire.ts';
import { S3Error } from './s3-error.ts';
import { emptyReply, requireBucket, xmlReply } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import { addBucket } from './store.ts';
import { xmlTexts } from './xml.ts';

/** ListBuckets: all buckets of the account, whatever region the request is signed for. */
export function listBuckets({ store }: S3Request): WireReply {
  const buckets = [...store.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return xmlReply('ListAllMyBucketsResult', {
    Owner: { ID: 'simulated-account' },
    Buckets: {
      Bucket: buckets.map(({ name, createdAt, region }) => ({
        Name: name,
        CreationDate: new Date(createdAt).toISOString(),
        BucketRegion: region,
      })),
    },
  });
}

/** CreateBucket, in the region of the location constraint or else of the signature. */
export function createBucket(request: S3Request): WireReply {
  const { store, bucket, wire, now } = request;
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new S3Error(400, 'InvalidBucketName', 'The specified bucket is not valid.');
  }
  if (store.has(bucket)) {
    const message = 'Your previous request to create the named bucket succeeded and you already own it.';
    throw new S3Error(409, 'BucketAlreadyOwnedByYou', message);
  }
  const [constraint] = xmlTexts(wire.body.toString('utf8'), 'LocationConstraint');
  addBucket(store, bucket, constraint ?? request.region, now);
  return emptyReply(200, { location: `/${bucket}` });
}

/** HeadBucket: says in which region the bucket is. */
export function headBucket(request: S3Request): WireReply {
  return emptyReply(200, { 'x-amz-bucket-region': requireBucket(request).region });
}

/** DeleteBucket: only an empty one. */
export function deleteBucket(request: S3Request): WireReply {
  if (requireBucket(request).objects.size > 0) {
    throw new S3Error(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty');
  }
  request.store.delete(request.bucket);
  return emptyReply(204);
}

/** GetBucketLocation: for us-east-1 the constraint is empty, for historical reasons of S3. */
export function getBucketLocation(request: S3Request): WireReply {
  const { region } = requireBucket(request);
  const text = region === 'us-east-1' ? '' : region;
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${text}</LocationConstraint>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

/** GetBucketVersioning: never enabled here. */
export function getBucketVersioning(request: S3Request): WireReply {
  requireBucket(request);
  return xmlReply('VersioningConfiguration', {});
}
