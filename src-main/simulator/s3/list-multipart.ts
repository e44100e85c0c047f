import type { WireReply } from '../wire.ts';
import { checksumElement } from './checksums.ts';
import { compareKeys } from './key-index.ts';
import { behindMarker, entriesBehind, listSettings, repeated } from './list-page.ts';
import { prefixElements } from './list-objects.ts';
import type { ListEntry } from './list-page.ts';
import { requireUpload } from './multipart.ts';
import { pageLimit } from './page-limit.ts';
import { invalidArgument } from './s3-error.ts';
import { owner, requireBucket, xmlReply } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import type { Upload } from './bucket.ts';

/** ListParts, in pages by part number. */
export function listParts(request: S3Request): WireReply {
  const { query } = request.wire;
  const { upload, uploadId } = requireUpload(request);
  const limit = pageLimit('max-parts', query.get('max-parts'));
  const marker = partNumberMarker(query.get('part-number-marker'));
  const behind = [...upload.parts].filter(([number]) => number > marker).sort(([a], [b]) => a - b);
  const page = behind.slice(0, limit);
  const isTruncated = behind.length > page.length;
  return xmlReply('ListPartsResult', {
    Bucket: request.bucket,
    Key: request.key,
    UploadId: uploadId,
    Initiator: owner,
    Owner: owner,
    StorageClass: upload.storageClass,
    PartNumberMarker: marker,
    // Paginators exist that go on for as long as they are given a next marker.
    NextPartNumberMarker: isTruncated ? (page.at(-1)?.[0] ?? marker) : undefined,
    MaxParts: limit,
    IsTruncated: isTruncated,
    ...checksumFacts(upload),
    Part: page.map(([PartNumber, part]) => ({
      PartNumber,
      LastModified: new Date(part.lastModified).toISOString(),
      ETag: `"${part.etag}"`,
      Size: part.size,
      ...(upload.isChecksumAskedFor && checksumElement(part.checksum)),
    })),
  });
}

/** A common prefix, or one upload of a key. */
interface UploadEntry extends ListEntry {
  readonly uploadId: string | null;
  readonly upload: Upload | null;
}

/** ListMultipartUploads, by key, and for one key in the order in which they were begun. */
export function listMultipartUploads(request: S3Request): WireReply {
  const bucket = requireBucket(request);
  const { query } = request.wire;
  const settings = listSettings(query, 'max-uploads');
  const { encode, limit } = settings;
  const keyMarker = query.get('key-marker') ?? '';
  // Without a key marker the other marker is ignored.
  const idMarker = keyMarker === '' ? '' : (query.get('upload-id-marker') ?? '');
  const ofKey = new Map<string, [string, Upload][]>();
  for (const [uploadId, upload] of bucket.uploads) {
    ofKey.set(upload.key, [...(ofKey.get(upload.key) ?? []), [uploadId, upload]]);
  }
  const keys = [...ofKey.keys()].sort(compareKeys);

  const all = [...entries()];
  const page = all.slice(0, limit);
  const last = all.length > page.length ? page.at(-1) : undefined;
  return xmlReply('ListMultipartUploadsResult', {
    Bucket: bucket.name,
    KeyMarker: encode(keyMarker),
    UploadIdMarker: idMarker,
    NextKeyMarker: last ? encode(last.text) : undefined,
    NextUploadIdMarker: last?.uploadId ?? undefined,
    Prefix: repeated(query, 'prefix', encode),
    Delimiter: repeated(query, 'delimiter', encode),
    EncodingType: repeated(query, 'encoding-type'),
    MaxUploads: limit,
    IsTruncated: limit > 0 && last !== undefined,
    Upload: page.flatMap(({ upload, uploadId }) =>
      upload
        ? [
            {
              Key: encode(upload.key),
              UploadId: uploadId ?? '',
              Initiator: owner,
              Owner: owner,
              StorageClass: upload.storageClass,
              Initiated: new Date(upload.initiatedAt).toISOString(),
              ...checksumFacts(upload),
            },
          ]
        : [],
    ),
    CommonPrefixes: prefixElements(page, encode),
  });

  function* entries(): Generator<UploadEntry> {
    const start = behindMarker(keyMarker, settings);
    if (idMarker !== '' && !start.withAllUnder) {
      const uploads = uploadsOf(keyMarker);
      yield* uploads.slice(uploads.findIndex(({ uploadId }) => uploadId === idMarker) + 1);
    }
    for (const entry of entriesBehind(keys, settings, start)) {
      if (entry.isPrefix) yield { ...entry, uploadId: null, upload: null };
      else yield* uploadsOf(entry.text);
    }
  }

  function uploadsOf(key: string): UploadEntry[] {
    const uploads = ofKey.get(key) ?? [];
    return uploads.map(([uploadId, upload]) => ({ text: key, isPrefix: false, uploadId, upload }));
  }
}

/** The part number behind which a page begins: 0 for the first one. Throws S3Error InvalidArgument. */
export function partNumberMarker(text: string | null | undefined): number {
  const asked = text ?? '0';
  if (/^\d{1,9}$/.test(asked)) return Number(asked);
  const message = 'Argument part-number-marker must be an integer between 0 and 2147483647';
  throw invalidArgument(message, 'part-number-marker', asked);
}

function checksumFacts({ checksum, isChecksumAskedFor }: Upload) {
  if (!isChecksumAskedFor) return {};
  return { ChecksumAlgorithm: checksum.algorithm.toUpperCase(), ChecksumType: checksum.type };
}
