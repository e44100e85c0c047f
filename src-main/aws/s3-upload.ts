import { open, type FileHandle } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { ArtifactPlace } from '../agent/ports.ts';
import type { S3Session } from './s3-session.ts';

/** Above it a file goes up in parts; S3 asks for at least 5 MiB in each but the last. */
const PART_BYTES = 8 * 1024 * 1024;

/** Source: "Amazon S3 multipart upload limits". */
const MOST_PARTS = 10_000;

/** What one upload is about. */
export interface UploadTask {
  file: string;
  place: ArtifactPlace;
  /** The customer's key; null stands for the AWS-managed one. */
  encryptionKeyId: string | null;
  signal: AbortSignal;
}

/**
 * Puts a file into S3 as one object, encrypted with SSE-KMS, holding one part of it in memory. Answers its size in bytes.
 * An upload in parts that fails is aborted, and so is one that an earlier process had left at the same key. Throws what the
 * SDK throws.
 */
export async function uploadFile(session: S3Session, task: UploadTask): Promise<number> {
  await abortLeftovers(session, task);
  const file = await open(task.file, 'r');
  try {
    const { size } = await file.stat();
    if (size <= PART_BYTES) await putWhole(session, task, await readPart(file, 0, size));
    else await putInParts(session, task, file, size);
    return size;
  } finally {
    await file.close();
  }
}

/** Source: "Artifact encryption" in the CodePipeline user guide: uploads without SSE-KMS are refused. */
function encryption({ encryptionKeyId }: UploadTask) {
  return {
    ServerSideEncryption: 'aws:kms' as const,
    ...(encryptionKeyId === null ? {} : { SSEKMSKeyId: encryptionKeyId }),
  };
}

const placeOf = ({ place }: UploadTask) => ({ Bucket: place.bucket, Key: place.key });

async function putWhole(session: S3Session, task: UploadTask, body: Buffer): Promise<void> {
  const input = { ...placeOf(task), ...encryption(task), Body: body, ContentType: 'application/zip' };
  await session.send((client) => client.send(new PutObjectCommand(input), { abortSignal: task.signal }));
}

async function putInParts(
  session: S3Session,
  task: UploadTask,
  file: FileHandle,
  size: number,
): Promise<void> {
  const options = { abortSignal: task.signal };
  const start = { ...placeOf(task), ...encryption(task), ContentType: 'application/zip' };
  const { UploadId } = await session.send((client) =>
    client.send(new CreateMultipartUploadCommand(start), options),
  );
  const upload = { ...placeOf(task), UploadId };
  try {
    const partBytes = Math.max(PART_BYTES, Math.ceil(size / MOST_PARTS));
    const Parts: { PartNumber: number; ETag: string | undefined; ChecksumCRC32?: string }[] = [];
    for (let offset = 0; offset < size; offset += partBytes) {
      const PartNumber = Parts.length + 1;
      const Body = await readPart(file, offset, Math.min(partBytes, size - offset));
      const sent = await session.send((client) =>
        client.send(new UploadPartCommand({ ...upload, PartNumber, Body }), options),
      );
      const checksum = sent.ChecksumCRC32 === undefined ? {} : { ChecksumCRC32: sent.ChecksumCRC32 };
      Parts.push({ PartNumber, ETag: sent.ETag, ...checksum });
    }
    const end = { ...upload, MultipartUpload: { Parts } };
    await session.send((client) => client.send(new CompleteMultipartUploadCommand(end), options));
  } catch (thrown) {
    await abortUpload(session, upload);
    throw thrown;
  }
}

/** Reads exactly `length` bytes: a file that shrank under our hands would otherwise go up half. */
async function readPart(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, offset + filled);
    if (bytesRead === 0) throw new Error('the file became shorter while it was uploaded');
    filled += bytesRead;
  }
  return buffer;
}

/** Without the caller's signal, which may be why there is something to abort. Its own failure hides no other error. */
async function abortUpload(
  session: S3Session,
  upload: { Bucket: string; Key: string; UploadId: string | undefined },
): Promise<void> {
  try {
    await session.send((client) => client.send(new AbortMultipartUploadCommand(upload)));
  } catch {
    // Found and aborted before the next upload to this key.
  }
}

/** The keys of output artifacts are the job's alone: an open upload there is one that a killed agent of ours had begun. */
async function abortLeftovers(session: S3Session, task: UploadTask): Promise<void> {
  const { Bucket, Key } = placeOf(task);
  const listed = await session
    .send((client) =>
      client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }), { abortSignal: task.signal }),
    )
    // Listing is more than a job's credentials must allow; what is left is then for the bucket's own lifecycle rule.
    .catch(() => null);
  for (const { Key: found, UploadId } of listed?.Uploads ?? []) {
    if (found === Key) await abortUpload(session, { Bucket, Key, UploadId });
  }
}
