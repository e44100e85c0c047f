import { header } from '../wire.ts';
import type { WireReply } from '../wire.ts';
import type { ObjectVersion } from './bucket.ts';
import { checkDeleteCondition } from './conditions.ts';
import { childrenOf, parseXml, textAt } from './parse-xml.ts';
import { S3Error, invalidRequest, malformedXml, noSuchVersion } from './s3-error.ts';
import { emptyReply, isVersionId, requireBucket, versionIdIn, xmlReply } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import { commit, deleteObject as deleteNewest, newestVersion, versionOf } from './store.ts';
import { readUploadBody } from './upload-body.ts';
import type { XmlElements } from './xml.ts';

interface Deletion {
  readonly key: string;
  readonly versionId: string | null;
  readonly etag: string | undefined;
}

/** DeleteObject, or one version of it for good. Deleting what is not there succeeds too. */
export function deleteObject(request: S3Request): WireReply {
  const { key, wire } = request;
  const etag = header(wire, 'if-match');
  const asked = versionIdIn(wire.query);
  const { marker } = carryOut(request, { key, versionId: asked, etag });
  const versionId = marker?.versionId ?? asked;
  return emptyReply(204, {
    ...(marker && { 'x-amz-delete-marker': 'true' }),
    ...(versionId !== null && { 'x-amz-version-id': versionId }),
  });
}

/** DeleteObjects: at most 1,000 keys; with Quiet the answer names only those that failed. */
export function deleteObjects(request: S3Request): WireReply {
  requireBucket(request);
  const { body, checksum } = readUploadBody(request);
  if (checksum === null && header(request.wire, 'content-md5') === undefined) {
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  const document = parseXml(body, 'Delete');
  const wanted = childrenOf(document, 'Object');
  if (wanted.length === 0 || wanted.length > 1000) throw malformedXml();
  const deletions = wanted.map((node) => {
    const key = textAt(node, 'Key');
    if (key === undefined || key === '') throw malformedXml();
    return { key, versionId: textAt(node, 'VersionId') ?? null, etag: textAt(node, 'ETag') };
  });
  const isQuiet = textAt(document, 'Quiet') === 'true';
  const [Deleted, Failed]: [XmlElements[], XmlElements[]] = [[], []];
  for (const deletion of deletions) {
    try {
      Deleted.push(entry(deletion, carryOut(request, checked(deletion))));
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      const { key: Key, versionId } = deletion;
      Failed.push({ Key, VersionId: versionId ?? undefined, Code: error.code, Message: error.message });
    }
  }
  return xmlReply('DeleteResult', { Deleted: isQuiet ? [] : Deleted, Error: Failed });
}

/** What a deletion did: `marker` is the delete marker that it made, or that it took away. */
interface Outcome {
  readonly marker: ObjectVersion | null;
}

function carryOut(request: S3Request, { key, versionId, etag }: Deletion): Outcome {
  const { store } = request;
  const bucket = requireBucket(request);
  const newest = newestVersion(store, bucket.name, key);
  checkDeleteCondition(etag, key, newest);
  if (versionId === null) return { marker: deleteNewest(store, bucket.name, key, request) };
  const version = versionOf(store, bucket.name, key, versionId);
  if (version) commit(store, { did: 'remove-version', bucket: bucket.name, key, versionId });
  return { marker: version?.isDeleteMarker === true ? version : null };
}

function entry({ key, versionId }: Deletion, { marker }: Outcome): XmlElements {
  return {
    Key: key,
    VersionId: versionId ?? undefined,
    DeleteMarker: marker ? true : undefined,
    DeleteMarkerVersionId: marker?.versionId,
  };
}

// Within a batch an id that cannot be one is merely not there.
function checked(deletion: Deletion): Deletion {
  const { key, versionId } = deletion;
  if (versionId !== null && !isVersionId(versionId)) throw noSuchVersion(key, versionId);
  return deletion;
}
