import { header } from '../wire.ts';
import type { WireReply, WireRequest } from '../wire.ts';
import type { Tags } from './bucket.ts';
import { checksumAlgorithm, checksumElement, checksumOf } from './checksums.ts';
import { checkWriteConditions } from './conditions.ts';
import { copySource, sourceVersionHeader } from './copy-source.ts';
import type { CopySource } from './copy-source.ts';
import { describeUpload, encryptionHeaders } from './object-headers.ts';
import { checkKey } from './put-object.ts';
import { invalidArgument, invalidRequest } from './s3-error.ts';
import { requireBucket, versionHeaders, xmlReply } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import { newestVersion, putObject, readBody } from './store.ts';

/**
 * CopyObject within the simulated account; metadata and tags are copied, or replaced on request. Encryption and
 * storage class are never copied. The copy is one piece, whatever the source was.
 */
export function copyObject(request: S3Request): WireReply {
  const { wire, key, now, entropy, store } = request;
  const target = requireBucket(request);
  checkKey(key);
  const source = copySource(request);
  checkItChanges(request, source);
  checkWriteConditions(wire, key, newestVersion(store, target.name, key));
  const { headers: asked, storageClass, tags: askedTags } = describeUpload(request, target);
  const metadata = replaces(wire, 'x-amz-metadata-directive') ? asked : source.object.headers;
  const tags: Tags = replaces(wire, 'x-amz-tagging-directive') ? askedTags : source.object.tags;
  const body = readBody(store, source.object);
  const algorithm =
    checksumAlgorithm(header(wire, 'x-amz-checksum-algorithm')) ?? source.object.checksum?.algorithm;
  const checksum = checksumOf(algorithm ?? 'crc64nvme', body);
  const headers = { ...withoutEncryption(metadata), ...encryptionHeaders(asked) };
  const copy = putObject(store, target.name, key, {
    body,
    headers,
    now,
    entropy,
    storageClass,
    tags,
    checksum,
  });
  const content = {
    LastModified: new Date(now).toISOString(),
    ETag: `"${copy.etag}"`,
    ...checksumElement(checksum),
    ChecksumType: checksum.type,
  };
  return xmlReply('CopyObjectResult', content, {
    ...versionHeaders(target, copy),
    ...sourceVersionHeader(request, source),
    ...encryptionHeaders(copy.headers),
  });
}

function replaces(wire: WireRequest, name: string): boolean {
  const directive = header(wire, name) ?? 'COPY';
  if (directive === 'COPY' || directive === 'REPLACE') return directive === 'REPLACE';
  throw invalidArgument(
    name === 'x-amz-metadata-directive' ? 'Unknown metadata directive.' : 'Unknown tagging directive.',
    name,
    directive,
  );
}

// Copying an older version over the newest is how a version is brought back, and no copy to itself.
function checkItChanges({ wire, bucket, key }: S3Request, source: CopySource): void {
  if (source.bucket !== bucket || source.key !== key || source.versionId !== null) return;
  const changes = [
    'x-amz-storage-class',
    'x-amz-website-redirect-location',
    'x-amz-server-side-encryption',
    'x-amz-checksum-algorithm',
  ];
  if (replaces(wire, 'x-amz-metadata-directive')) return;
  if (changes.some((name) => header(wire, name) !== undefined)) return;
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

function withoutEncryption(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !name.startsWith('x-amz-server-side-encryption'));
  return Object.fromEntries(kept);
}
