import { header } from '../wire.ts';
import type { WireReply } from '../wire.ts';
import type { ObjectVersion, Upload, UploadedPart } from './bucket.ts';
import { checksumElement, checksumOf, compositeChecksum } from './checksums.ts';
import type { Checksum } from './checksums.ts';
import { checkWriteConditions } from './conditions.ts';
import { requireUpload } from './multipart.ts';
import { encryptionHeaders } from './object-headers.ts';
import { childrenOf, parseXml, textAt } from './parse-xml.ts';
import type { XmlNode } from './parse-xml.ts';
import { etagOfParts, smallestPartBytes } from './parts.ts';
import { S3Error, invalidRequest, malformedXml } from './s3-error.ts';
import { requireBucket, versionHeaders, xmlReply } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import { commit, newVersionId, newestVersion, readBody } from './store.ts';
import type { S3Store } from './store.ts';
import { badDigest, promisedChecksum } from './upload-body.ts';

interface NamedPart {
  readonly number: number;
  readonly part: UploadedPart;
}

/**
 * CompleteMultipartUpload: the parts named, in ascending order, each with the ETag it got. Parts that are not
 * named are thrown away. The object appears and the upload ends in one step.
 */
export function completeMultipartUpload(request: S3Request): WireReply {
  const bucket = requireBucket(request);
  const { wire, store, key, now, entropy } = request;
  const { upload, uploadId } = requireUpload(request);
  checkWriteConditions(wire, key, newestVersion(store, bucket.name, key));
  const named = namedParts(upload, parseXml(wire.body, 'CompleteMultipartUpload'));
  const parts = named.map(({ part }) => part);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  checkSize(header(wire, 'x-amz-mp-object-size'), size);
  const checksum = wholeChecksum(store, upload, parts);
  const promised = promisedChecksum(wire.headers);
  if (promised && (promised.algorithm !== checksum.algorithm || promised.value !== checksum.value)) {
    throw badDigest(promised.algorithm);
  }
  const version: ObjectVersion = {
    versionId: newVersionId(bucket, entropy),
    isDeleteMarker: false,
    lastModified: now,
    etag: etagOfParts(parts),
    size,
    headers: upload.headers,
    storageClass: upload.storageClass,
    checksum,
    tags: upload.tags,
    parts: named.map(({ number, part }) => ({ number, size: part.size, checksum: part.checksum })),
    blobs: parts.flatMap(({ blobs }) => blobs),
  };
  commit(
    store,
    { did: 'add-version', bucket: bucket.name, key, version },
    { did: 'end-upload', bucket: bucket.name, uploadId },
  );
  const content = {
    Location: `http://${header(wire, 'host') ?? ''}${wire.path}`,
    Bucket: bucket.name,
    Key: key,
    ETag: `"${version.etag}"`,
    ...checksumElement(checksum),
    ChecksumType: checksum.type,
  };
  const headers = { ...versionHeaders(bucket, version), ...encryptionHeaders(version.headers) };
  return xmlReply('CompleteMultipartUploadResult', content, headers);
}

function namedParts(upload: Upload, document: XmlNode): NamedPart[] {
  const nodes = childrenOf(document, 'Part');
  if (nodes.length === 0) throw malformedXml();
  if (nodes.length > 10_000) throw malformedXml();
  const numbers = nodes.map((node) => Number(textAt(node, 'PartNumber') ?? 'missing'));
  if (numbers.some((number) => !Number.isInteger(number))) throw malformedXml();
  if (numbers.some((number, at) => at > 0 && number <= (numbers[at - 1] ?? 0))) {
    const message = 'The list of parts was not in ascending order. Parts must be ordered by part number.';
    throw new S3Error(400, 'InvalidPartOrder', message);
  }
  return nodes.map((node, at) => {
    const number = numbers[at] ?? 0;
    const etag = (textAt(node, 'ETag') ?? '').trim().replace(/^"(.*)"$/, '$1');
    const part = upload.parts.get(number);
    if (part?.etag !== etag || !hasSameChecksum(part, node)) {
      const message =
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
      throw new S3Error(400, 'InvalidPart', message, {}, { PartNumber: String(number), ETag: etag });
    }
    if (at < nodes.length - 1 && part.size < smallestPartBytes) {
      const message = 'Your proposed upload is smaller than the minimum allowed size';
      const details = {
        ProposedSize: String(part.size),
        MinSizeAllowed: String(smallestPartBytes),
        PartNumber: String(number),
        ETag: etag,
      };
      throw new S3Error(400, 'EntityTooSmall', message, {}, details);
    }
    if (upload.isChecksumAskedFor && upload.checksum.type === 'COMPOSITE' && !checksumIn(node)) {
      throw invalidRequest(
        `The upload was created using a ${upload.checksum.algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
      );
    }
    return { number, part };
  });
}

function checksumIn(node: XmlNode): XmlNode | undefined {
  return node.children.find(({ name }) => name.startsWith('Checksum'));
}

function hasSameChecksum({ checksum }: UploadedPart, node: XmlNode): boolean {
  const given = checksumIn(node);
  if (!given || !checksum || given.name !== `Checksum${checksum.algorithm.toUpperCase()}`) return true;
  return given.text.trim() === checksum.value;
}

function wholeChecksum(store: S3Store, { checksum }: Upload, parts: readonly UploadedPart[]): Checksum {
  const { algorithm, type } = checksum;
  if (type === 'FULL_OBJECT') return checksumOf(algorithm, ...parts.map((part) => readBody(store, part)));
  return compositeChecksum(
    algorithm,
    parts.map((part) => part.checksum?.value ?? ''),
  );
}

function checkSize(promised: string | undefined, size: number): void {
  if (promised === undefined || Number(promised) === size) return;
  throw invalidRequest(
    `The provided 'x-amz-mp-object-size' header value ${promised} does not match what was computed: ${size}`,
  );
}
