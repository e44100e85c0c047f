import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { ArtifactAccess, ArtifactPlace, ArtifactStore } from '../agent/ports.ts';
import { downloadFile } from './s3-download.ts';
import { saysNotThere, toArtifactError } from './s3-errors.ts';
import { openS3Session, type S3Access, type S3Session } from './s3-session.ts';
import { uploadFile } from './s3-upload.ts';

/** The object's size in bytes, or null where S3 says that it is not there. */
async function head(session: S3Session, place: ArtifactPlace, signal: AbortSignal): Promise<number | null> {
  const input = { Bucket: place.bucket, Key: place.key };
  try {
    const answer = await session.send(
      (client) => client.send(new HeadObjectCommand(input), { abortSignal: signal }),
      true,
    );
    return answer.ContentLength ?? 0;
  } catch (thrown) {
    if (saysNotThere(thrown)) return null;
    throw thrown;
  }
}

/** A part of eight megabytes takes this long at a little over one megabit a second. */
const TRANSFER_TIMEOUT_MS = 60_000;

/** The artifact store spoken through the AWS SDK; the credentials are the job's, never the agent's own. */
export function createS3ArtifactStore(
  given: Omit<S3Access, 'transferTimeoutMs'> & Partial<Pick<S3Access, 'transferTimeoutMs'>>,
): ArtifactStore {
  const access: S3Access = { transferTimeoutMs: TRANSFER_TIMEOUT_MS, ...given };
  const { requestTimeoutMs, transferTimeoutMs } = access;

  async function inSession<T>(
    job: ArtifactAccess,
    place: ArtifactPlace,
    timeoutMs: number,
    work: (session: S3Session) => Promise<T>,
  ): Promise<T> {
    const session = openS3Session(access, job, timeoutMs);
    try {
      return await work(session);
    } catch (thrown) {
      throw toArtifactError(thrown, `s3://${place.bucket}/${place.key}`);
    } finally {
      session.close();
    }
  }

  return {
    exists: (place, job, signal) =>
      inSession(
        job,
        place,
        requestTimeoutMs,
        async (session) => (await head(session, place, signal)) !== null,
      ),
    fetch: (place, job, target, signal) =>
      inSession(job, place, transferTimeoutMs, (session) =>
        downloadFile(session, { place, ...target, silenceMs: transferTimeoutMs, signal }),
      ),
    upload: (file, place, job, signal) =>
      inSession(job, place, transferTimeoutMs, async (session) => {
        const { encryptionKeyId } = job;
        const size = await uploadFile(session, { file, place, encryptionKeyId, signal });
        const stored = await head(session, place, signal);
        if (stored === size) return;
        const found = stored === null ? 'it is not there' : `it has ${stored} bytes`;
        const sentence = `s3://${place.bucket}/${place.key}: ${size} bytes were uploaded, and ${found}.`;
        throw new ActionDeskError('unreachable', sentence, { retryable: true });
      }),
  };
}
