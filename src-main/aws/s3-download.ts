import { open, rename, rm } from 'node:fs/promises';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { ArtifactPlace } from '../agent/ports.ts';
import { createPatience } from './s3-patience.ts';
import type { S3Session } from './s3-session.ts';

/** What one download is about. */
export interface DownloadTask {
  place: ArtifactPlace;
  file: string;
  maxBytes: number;
  /** S3 may be silent for this long in the middle of an object. */
  silenceMs: number;
  signal: AbortSignal;
}

function tooLarge(maxBytes: number): ActionDeskError {
  const limit = maxBytes.toLocaleString('en-US');
  return new ActionDeskError('invalid-input', `The artifact is larger than the limit of ${limit} bytes.`);
}

/**
 * Streams an object into a new private file (mode 0600), which appears under its name only when it is whole: as many bytes as
 * S3 announced, with S3's checksum where it has one. Answers the size. Throws what the SDK throws, or `invalid-input`.
 */
export async function downloadFile(session: S3Session, task: DownloadTask): Promise<number> {
  const part = `${task.file}.part`;
  const patience = createPatience(task.silenceMs, task.signal);
  try {
    const input = { Bucket: task.place.bucket, Key: task.place.key };
    const { Body, ContentLength } = await session.send((client) =>
      client.send(new GetObjectCommand(input), { abortSignal: patience.signal }),
    );
    if (!Body) throw new Error('S3 answered without the object');
    const chunks = Body as AsyncIterable<Uint8Array> & { destroy(): void };
    patience.signal.addEventListener('abort', () => chunks.destroy(), { once: true });
    if ((ContentLength ?? 0) > task.maxBytes) {
      chunks.destroy();
      throw tooLarge(task.maxBytes);
    }
    await rm(part, { force: true });
    const target = await open(part, 'wx', 0o600);
    let size = 0;
    try {
      for await (const chunk of chunks) {
        patience.heard();
        size += chunk.byteLength;
        if (size > task.maxBytes) throw tooLarge(task.maxBytes);
        await target.writeFile(chunk);
      }
    } finally {
      await target.close();
    }
    if (patience.signal.aborted || (ContentLength !== undefined && size !== ContentLength))
      throw new Error(`the connection ended after ${size} of ${ContentLength ?? 'unknown'} bytes`);
    await rename(part, task.file);
    return size;
  } catch (thrown) {
    await rm(part, { force: true });
    throw thrown;
  } finally {
    patience.end();
  }
}
