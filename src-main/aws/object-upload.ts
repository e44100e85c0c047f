import { open, type FileHandle } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { inParallel } from './in-parallel.ts';
import { CRC32, crcText, joinCrcs, type CrcPiece } from './object-crc.ts';
import { bareEtag } from './object-facts.ts';
import type { S3Door } from './s3-door.ts';
import { readS3Failure } from './s3-failure.ts';
import type { ProblemContext } from './s3-problem-context.ts';
import { toRefused } from './s3-problem.ts';
import { createBucketSender, type BucketSender } from './s3-regions.ts';
import { withoutBodyHash } from './unsigned-body.ts';

/** Each in memory once for every part under way. S3 asks for at least 5 MiB in each but the last. */
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 4;
/** Source: "Amazon S3 multipart upload limits". */
const MOST_PARTS = 10_000;

/** What one upload is about. */
export interface UploadOrder {
  file: string;
  bucket: string;
  key: string;
  region: string | null;
  /** The customer's key, as the job says; null stands for the AWS-managed one. */
  encryptionKeyId: string | null;
  /** False: an object that is there already is left alone, also one that comes at the same moment (`If-None-Match: *`). */
  replace: boolean;
  contentType: string;
  signal: AbortSignal;
  onProgress(bytesDone: number, bytesTotal: number): void;
}

/** What lies in S3 afterwards, as a HEAD said. */
export interface Uploaded {
  readonly size: number;
  readonly etag: string;
  readonly versionId: string | null;
  readonly sentence: string;
}

/**
 * Puts a file into S3 as one object with SSE-KMS, several parts at once, and looks at it by a HEAD. Of an upload that failed or
 * was stopped no part is left at S3. Throws ArtifactRefused.
 */
export async function uploadObject(door: S3Door, order: UploadOrder): Promise<Uploaded> {
  const sender = createBucketSender(door, order.region ?? door.homeRegion);
  const context: ProblemContext = {
    ...{ whose: door.whose, action: 's3:PutObject', bucket: order.bucket, key: order.key },
  };
  const file = await open(order.file, 'r');
  try {
    const before = await file.stat();
    order.onProgress(0, before.size);
    const put = before.size <= PART_BYTES ? putWhole : putInParts;
    const etag = await put(sender, order, file, before.size);
    const after = await file.stat();
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs)
      throw new ActionDeskError('invalid-input', 'The file changed while it was uploaded: upload it again.');
    return await confirmed(sender, order, before.size, etag);
  } catch (thrown) {
    throw toRefused(thrown, context);
  } finally {
    await file.close();
  }
}

const placeOf = ({ bucket, key }: UploadOrder) => ({ Bucket: bucket, Key: key });
const unlessThere = ({ replace }: UploadOrder) => (replace ? {} : { IfNoneMatch: '*' });

/** Source: "Artifact encryption" in the CodePipeline user guide: uploads without SSE-KMS are refused. */
const description = ({ encryptionKeyId, contentType }: UploadOrder) => ({
  ServerSideEncryption: 'aws:kms' as const,
  ...(encryptionKeyId === null ? {} : { SSEKMSKeyId: encryptionKeyId }),
  ContentType: contentType,
});

/**
 * Of the whole object, so that whoever downloads it can check it without knowing the parts. Source: "Checking object integrity".
 */
const CHECKSUM = { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' } as const;

function crcOf(body: Buffer): CrcPiece {
  const running = CRC32.begin();
  running.update(body);
  return { value: running.value(), bytes: body.length };
}

async function putWhole(
  sender: BucketSender,
  order: UploadOrder,
  file: FileHandle,
  size: number,
): Promise<string> {
  const Body = await readPart(file, Buffer.alloc(size), 0);
  const ChecksumCRC32 = crcText(CRC32, crcOf(Body).value);
  const input = { ...placeOf(order), ...description(order), ...unlessThere(order), Body, ChecksumCRC32 };
  const { ETag } = await sender.send(order.bucket, order.region, (client) =>
    client.send(withoutBodyHash(new PutObjectCommand(input)), { abortSignal: order.signal }),
  );
  order.onProgress(size, size);
  return bareEtag(ETag ?? '');
}

async function putInParts(
  sender: BucketSender,
  order: UploadOrder,
  file: FileHandle,
  size: number,
): Promise<string> {
  const { bucket, region, signal } = order;
  if (!order.replace) await refuseWhatIsThere(sender, order);
  const start = new CreateMultipartUploadCommand({ ...placeOf(order), ...description(order), ...CHECKSUM });
  const { UploadId } = await sender.send(bucket, region, (client) =>
    client.send(start, { abortSignal: signal }),
  );
  const upload = { ...placeOf(order), UploadId };
  try {
    const partBytes = Math.max(PART_BYTES, Math.ceil(size / MOST_PARTS));
    const Parts: CompletedPart[] = [];
    const pieces: CrcPiece[] = [];
    const numbers = Array.from({ length: Math.ceil(size / partBytes) }, (_, index) => index);
    // One buffer a lane for the whole upload: memory stays what it is after the first parts.
    const buffers = Array.from({ length: PARTS_AT_ONCE }, () => Buffer.alloc(partBytes));
    let sent = 0;
    await inParallel(numbers, PARTS_AT_ONCE, signal, async (index, ending, lane) => {
      const from = index * partBytes;
      const length = Math.min(partBytes, size - from);
      const Body = await readPart(file, (buffers[lane] as Buffer).subarray(0, length), from);
      const PartNumber = index + 1;
      const piece = crcOf(Body);
      const ChecksumCRC32 = crcText(CRC32, piece.value);
      const input = { ...upload, PartNumber, Body, ChecksumCRC32 };
      const { ETag } = await sender.send(bucket, region, (client) =>
        client.send(withoutBodyHash(new UploadPartCommand(input)), { abortSignal: ending }),
      );
      pieces[index] = piece;
      Parts[index] = { PartNumber, ETag, ChecksumCRC32 };
      sent += length;
      order.onProgress(sent, size);
    });
    const end = {
      ...{ ...upload, ...unlessThere(order), MultipartUpload: { Parts } },
      ...{ ChecksumType: CHECKSUM.ChecksumType, ChecksumCRC32: crcText(CRC32, joinCrcs(CRC32, pieces)) },
    };
    const { ETag } = await sender.send(bucket, region, (client) =>
      client.send(new CompleteMultipartUploadCommand(end), { abortSignal: signal }),
    );
    return bareEtag(ETag ?? '');
  } catch (thrown) {
    // Without the caller's signal, which may be why there is something to abort. Its own failure hides no other error.
    await sender
      .send(bucket, region, (client) => client.send(new AbortMultipartUploadCommand(upload)))
      .catch(() => undefined);
    throw thrown;
  }
}

/** Found out before the parts are sent; the condition at the end decides. */
async function refuseWhatIsThere(sender: BucketSender, order: UploadOrder): Promise<void> {
  const command = new HeadObjectCommand(placeOf(order));
  const found = await sender
    .send(order.bucket, order.region, (client) => client.send(command, { abortSignal: order.signal }), true)
    // Nothing there, or no permission to look.
    .catch(() => null);
  if (!found) return;
  const sentence = `s3://${order.bucket}/${order.key} is there already, and it was not to be replaced.`;
  throw new ActionDeskError('not-allowed-now', sentence);
}

/** Fills the buffer exactly: a file that shrank under our hands would otherwise go up half. */
async function readPart(file: FileHandle, buffer: Buffer, from: number): Promise<Buffer> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, from + filled);
    if (bytesRead === 0)
      throw new ActionDeskError('invalid-input', 'The file became shorter while it was uploaded.');
    filled += bytesRead;
  }
  return buffer;
}

async function confirmed(
  sender: BucketSender,
  order: UploadOrder,
  size: number,
  etag: string,
): Promise<Uploaded> {
  const command = new HeadObjectCommand(placeOf(order));
  const found = await sender
    .send(order.bucket, order.region, (client) => client.send(command), true)
    .catch((thrown: unknown) => {
      if (readS3Failure(thrown)?.status === 403) return null;
      throw thrown;
    });
  if (!found) {
    const sentence = 'S3 accepted the upload; these credentials may not look at the result.';
    return { size, etag, versionId: null, sentence };
  }
  const stored = { size: found.ContentLength ?? 0, etag: bareEtag(found.ETag ?? '') };
  if (stored.size === size && stored.etag === etag) {
    const sentence = `S3 has it: ${size} bytes, ETag ${etag}, checked by a HEAD. Its CRC-32 was checked by S3.`;
    return { size, etag, versionId: found.VersionId ?? null, sentence };
  }
  const sentence = `${size} bytes were uploaded, and S3 now has ${stored.size} bytes with another ETag: overtaken.`;
  throw new ActionDeskError('not-allowed-now', sentence);
}
