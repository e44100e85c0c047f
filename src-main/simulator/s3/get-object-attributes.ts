import { header } from '../wire.ts';
import type { WireReply } from '../wire.ts';
import type { ObjectVersion } from './bucket.ts';
import { checksumElement } from './checksums.ts';
import { partNumberMarker } from './list-multipart.ts';
import { pageLimit } from './page-limit.ts';
import { invalidArgument, invalidRequest } from './s3-error.ts';
import { requireBucket, requireObject, versionIdIn, xmlReply } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import type { XmlElements } from './xml.ts';

const attributes = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];

/** GetObjectAttributes: of an object's facts those that are asked for, its parts in pages. */
export function getObjectAttributes(request: S3Request): WireReply {
  const { wire, bucket } = request;
  const object = requireObject(request, bucket, versionIdIn(wire.query));
  const asked = (header(wire, 'x-amz-object-attributes') ?? '').split(',').map((one) => one.trim());
  if (asked.join('') === '') {
    throw invalidRequest(
      'The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty',
    );
  }
  if (asked.some((one) => !attributes.includes(one))) {
    throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', asked.join(','));
  }
  const has = (name: string) => asked.includes(name);
  const content = {
    ETag: has('ETag') ? object.etag : undefined,
    Checksum: has('Checksum') && object.checksum ? checksum(object) : undefined,
    ObjectParts: has('ObjectParts') && object.parts ? parts(request, object.parts, object) : undefined,
    StorageClass: has('StorageClass') ? object.storageClass : undefined,
    ObjectSize: has('ObjectSize') ? object.size : undefined,
  };
  const isVersioned = requireBucket(request).settings.versioning !== null;
  return xmlReply('GetObjectAttributesResponse', content, {
    'last-modified': new Date(object.lastModified).toUTCString(),
    ...(isVersioned && { 'x-amz-version-id': object.versionId }),
  });
}

function checksum(object: ObjectVersion): XmlElements {
  return { ...checksumElement(object.checksum), ChecksumType: object.checksum?.type };
}

function parts(
  { wire }: S3Request,
  all: NonNullable<ObjectVersion['parts']>,
  { checksum: whole }: ObjectVersion,
): XmlElements {
  const most = pageLimit('max-parts', header(wire, 'x-amz-max-parts'));
  const marker = partNumberMarker(header(wire, 'x-amz-part-number-marker'));
  const behind = all.filter(({ number }) => number > marker);
  const page = behind.slice(0, most);
  const isTruncated = behind.length > page.length;
  return {
    PartsCount: all.length,
    PartNumberMarker: marker,
    NextPartNumberMarker: isTruncated ? (page.at(-1)?.number ?? marker) : undefined,
    MaxParts: most,
    IsTruncated: isTruncated,
    // S3 shows single parts only of objects whose checksum is made of theirs.
    Part:
      whole?.type === 'COMPOSITE'
        ? page.map(({ number, size, checksum: own }) => ({
            PartNumber: number,
            Size: size,
            ...checksumElement(own),
          }))
        : undefined,
  };
}
