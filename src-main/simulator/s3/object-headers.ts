import { header } from '../wire.ts';
import type { WireRequest } from '../wire.ts';
import type { Bucket, BucketEncryption, Tags } from './bucket.ts';
import { S3Error, invalidArgument, invalidRequest, notImplemented } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';
import { checkTags } from './tags.ts';

/** What an upload says about its object, beside the bytes. */
export interface ObjectDescription {
  readonly headers: Record<string, string>;
  readonly storageClass: string;
  readonly tags: Tags;
}

const storageClasses =
  /^(STANDARD|REDUCED_REDUNDANCY|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|GLACIER|DEEP_ARCHIVE|GLACIER_IR|OUTPOSTS|EXPRESS_ONEZONE|SNOW)$/;
const encryptions = /^(AES256|aws:kms|aws:kms:dsse)$/;
const managedKeyId = '0d6f4a51-2b83-4e97-8c15-9f37ab20c6d4';

/** Reads the headers of an upload. Throws S3Error for those that are wrong, or that are not simulated. */
export function describeUpload(request: S3Request, bucket: Bucket): ObjectDescription {
  const { wire } = request;
  refuseWhatIsLeftOut(wire);
  return {
    headers: { ...contentHeaders(wire), ...encryptionOfUpload(request, bucket) },
    storageClass: storageClassOf(wire),
    tags: tagsInHeader(header(wire, 'x-amz-tagging')),
  };
}

/** Content headers and user metadata as an object keeps them. User metadata of more than 2 KB is refused. */
export function contentHeaders(wire: WireRequest): Record<string, string> {
  const kept =
    /^(content-type|content-disposition|content-language|cache-control|expires|x-amz-website-redirect-location|x-amz-meta-.+)$/;
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  let metadataBytes = 0;
  for (const [name, value] of Object.entries(wire.headers)) {
    if (typeof value !== 'string' || !kept.test(name)) continue;
    headers[name] = value;
    if (name.startsWith('x-amz-meta-')) metadataBytes += name.length - 11 + Buffer.byteLength(value);
  }
  if (metadataBytes > 2048) {
    const message = 'Your metadata headers exceed the maximum allowed metadata size';
    throw new S3Error(
      400,
      'MetadataTooLarge',
      message,
      {},
      { Size: String(metadataBytes), MaxSizeAllowed: '2048' },
    );
  }
  const encodings = (header(wire, 'content-encoding') ?? '').split(',').map((one) => one.trim());
  const encoding = encodings.filter((one) => one !== 'aws-chunked' && one !== '').join(',');
  return encoding === '' ? headers : { ...headers, 'content-encoding': encoding };
}

/** How an object is encrypted: as its upload says, or else as the bucket does by default. */
export function encryptionOfUpload(request: S3Request, bucket: Bucket): Record<string, string> {
  const { wire, store } = request;
  const asked = header(wire, 'x-amz-server-side-encryption');
  const askedKey = header(wire, 'x-amz-server-side-encryption-aws-kms-key-id');
  if (asked !== undefined && !encryptions.test(asked)) {
    throw new S3Error(
      400,
      'InvalidEncryptionAlgorithmError',
      'The encryption method specified is not supported',
    );
  }
  if (askedKey !== undefined && asked?.startsWith('aws:kms') !== true) {
    throw invalidArgument(
      'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
      'x-amz-server-side-encryption',
      asked,
    );
  }
  const { algorithm, keyId, isBucketKeyEnabled }: BucketEncryption =
    asked === undefined
      ? bucket.settings.encryption
      : {
          algorithm: asked,
          keyId: askedKey ?? null,
          isBucketKeyEnabled:
            header(wire, 'x-amz-server-side-encryption-bucket-key-enabled')?.toLowerCase() === 'true',
        };
  const headers = { 'x-amz-server-side-encryption': algorithm };
  if (algorithm === 'AES256') return headers;
  const managed = `arn:aws:kms:${bucket.region}:${store.accountId}:key/${managedKeyId}`;
  return {
    ...headers,
    'x-amz-server-side-encryption-aws-kms-key-id': keyId ?? managed,
    ...(isBucketKeyEnabled && { 'x-amz-server-side-encryption-bucket-key-enabled': 'true' }),
  };
}

/** Of an object's headers those that also belong in the answer to an upload. */
export function encryptionHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-server-side-encryption'));
  return Object.fromEntries(kept);
}

/** The storage class an upload asks for; STANDARD where it says nothing. */
export function storageClassOf(wire: WireRequest): string {
  const asked = header(wire, 'x-amz-storage-class') ?? 'STANDARD';
  if (storageClasses.test(asked)) return asked;
  throw new S3Error(400, 'InvalidStorageClass', 'The storage class you specified is not valid');
}

/** Tags in the form of a query string. Throws S3Error InvalidTag or InvalidArgument. */
export function tagsInHeader(value: string | undefined): Tags {
  if (value === undefined || value === '') return {};
  const pairs = [...new URLSearchParams(value)];
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      value,
    );
  }
  return checkTags(pairs, 10);
}

function refuseWhatIsLeftOut(wire: WireRequest): void {
  const acl = header(wire, 'x-amz-acl');
  const isOwners = acl === undefined || /^(private|bucket-owner-full-control)$/.test(acl);
  if (!isOwners || Object.keys(wire.headers).some((name) => name.startsWith('x-amz-grant-'))) {
    throw new S3Error(400, 'AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
  const names = Object.keys(wire.headers);
  const leftOut = names.find((name) =>
    /^x-amz-(object-lock-|server-side-encryption-customer-|write-offset-bytes)/.test(name),
  );
  if (leftOut?.startsWith('x-amz-object-lock-') === true) {
    throw invalidRequest('Bucket is missing Object Lock Configuration');
  }
  if (leftOut !== undefined) throw notImplemented(leftOut);
}
