import { header } from '../wire.ts';
import type { WireReply } from '../wire.ts';
import { childrenOf, parseXml, textAt } from './parse-xml.ts';
import { S3Error, invalidArgument, notImplemented } from './s3-error.ts';
import { emptyReply, owner, requireBucket, xmlReply } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import { addBucket, commit, findBucket, setBucket } from './store.ts';
import { checkTags } from './tags.ts';
import { readUploadBody } from './upload-body.ts';

/** ListBuckets: all buckets of the account, whatever region the request is signed for, or a page of them. */
export function listBuckets({ store, wire }: S3Request): WireReply {
  const { query } = wire;
  const token = query.get('continuation-token');
  const [prefix, region] = [query.get('prefix') ?? '', query.get('bucket-region')];
  const asked = query.get('max-buckets') ?? '10000';
  const limit = /^\d{1,5}$/.test(asked) ? Number(asked) : 0;
  if (limit < 1 || limit > 10_000) {
    throw invalidArgument(
      'Argument max-buckets must be an integer between 1 and 10000',
      'max-buckets',
      asked,
    );
  }
  const after = token === null ? '' : nameIn(token);
  const behind = [...store.buckets.values()]
    .filter(({ name }) => name > after && name.startsWith(prefix))
    .filter((bucket) => region === null || bucket.region === region)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = behind.slice(0, limit);
  const last = behind.length > page.length ? page.at(-1) : undefined;
  return xmlReply('ListAllMyBucketsResult', {
    Owner: owner,
    Buckets: {
      Bucket: page.map(({ name, createdAt, region: BucketRegion }) => ({
        Name: name,
        CreationDate: new Date(createdAt).toISOString(),
        BucketRegion,
      })),
    },
    ContinuationToken: last && Buffer.from(last.name).toString('base64url'),
    Prefix: query.has('prefix') ? prefix : undefined,
  });
}

/**
 * CreateBucket, in the region of the location constraint. Requests signed for us-east-1 may create buckets
 * anywhere; all others only in their own region, which they must name.
 */
export function createBucket(request: S3Request): WireReply {
  const { store, bucket, now } = request;
  checkName(bucket);
  refuseWhatIsLeftOut(request);
  const { body } = readUploadBody(request);
  const document = body.length === 0 ? undefined : parseXml(body, 'CreateBucketConfiguration');
  const region = regionOf(textAt(document, 'LocationConstraint'), request.region);
  const tags = childrenOf(childrenOf(document, 'Tags')[0], 'Tag').map((tag): [string, string] => [
    textAt(tag, 'Key') ?? '',
    textAt(tag, 'Value') ?? '',
  ]);
  const existing = findBucket(store, bucket);
  const location = { location: `/${bucket}` };
  // The oldest region keeps to the oldest rule: making one's own bucket again is no error.
  if (existing?.region === 'us-east-1' && region === 'us-east-1') return emptyReply(200, location);
  if (existing) {
    const message = 'Your previous request to create the named bucket succeeded and you already own it.';
    throw new S3Error(409, 'BucketAlreadyOwnedByYou', message, {}, { BucketName: bucket });
  }
  addBucket(store, bucket, { region, now });
  if (tags.length > 0) setBucket(store, bucket, { tags: checkTags(tags, 50) });
  return emptyReply(200, location);
}

/** HeadBucket: says in which region the bucket is. */
export function headBucket(request: S3Request): WireReply {
  const { region } = requireBucket(request);
  return emptyReply(200, { 'x-amz-bucket-region': region, 'x-amz-access-point-alias': 'false' });
}

/** DeleteBucket: only an empty one, delete markers and older versions included. */
export function deleteBucket(request: S3Request): WireReply {
  const { objects, settings } = requireBucket(request);
  if (objects.size > 0) {
    const versions = settings.versioning === null ? '' : '. You must delete all versions in the bucket.';
    const message = `The bucket you tried to delete is not empty${versions}`;
    throw new S3Error(409, 'BucketNotEmpty', message, {}, { BucketName: request.bucket });
  }
  commit(request.store, { did: 'remove-bucket', bucket: request.bucket });
  return emptyReply(204);
}

/** GetBucketLocation: for us-east-1 the constraint is empty, for historical reasons of S3. */
export function getBucketLocation(request: S3Request): WireReply {
  const { region } = requireBucket(request);
  return xmlReply('LocationConstraint', region === 'us-east-1' ? '' : region);
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
function checkName(name: string): void {
  const isGood =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-bucket$)|(-s3alias|--ol-s3|--x-s3|\.mrap)$/.test(name);
  if (isGood) return;
  throw new S3Error(400, 'InvalidBucketName', 'The specified bucket is not valid.', {}, { BucketName: name });
}

function refuseWhatIsLeftOut({ wire }: S3Request): void {
  const acl = header(wire, 'x-amz-acl') ?? 'private';
  if (acl !== 'private') {
    const message = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
    throw new S3Error(400, 'InvalidBucketAclWithObjectOwnership', message);
  }
  if (header(wire, 'x-amz-bucket-object-lock-enabled')?.toLowerCase() === 'true') {
    throw notImplemented('x-amz-bucket-object-lock-enabled');
  }
  if ((header(wire, 'x-amz-object-ownership') ?? 'BucketOwnerEnforced') !== 'BucketOwnerEnforced') {
    throw notImplemented('x-amz-object-ownership');
  }
}

function regionOf(constraint: string | undefined, signedFor: string): string {
  if (constraint === undefined || constraint === '') {
    if (signedFor === 'us-east-1') return signedFor;
    throw illegalConstraint('unspecified');
  }
  const region = constraint === 'EU' ? 'eu-west-1' : constraint;
  if (region === 'us-east-1' || !/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(region)) {
    const message = 'The specified location-constraint is not valid';
    throw new S3Error(400, 'InvalidLocationConstraint', message, {}, { LocationConstraint: constraint });
  }
  if (signedFor !== 'us-east-1' && signedFor !== region) throw illegalConstraint(constraint);
  return region;
}

function illegalConstraint(constraint: string): S3Error {
  const message = `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`;
  return new S3Error(400, 'IllegalLocationConstraintException', message);
}

function nameIn(token: string): string {
  const name = Buffer.from(token, 'base64url').toString('utf8');
  if (name !== '' && Buffer.from(name).toString('base64url') === token) return name;
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
}
