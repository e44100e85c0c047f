import type { S3Client } from '@aws-sdk/client-s3';
import type { ArtifactCredentials } from '#shared/domain/job.ts';
import type { ArtifactAccess } from '../agent/ports.ts';
import { makeS3Client, revealed } from './s3-client.ts';
import { mayBeExpired } from './s3-errors.ts';

/** How S3 is reached. */
export interface S3Access {
  /** Unset: the SDK's own choice, which honours AWS_ENDPOINT_URL_S3. */
  s3Endpoint?: string | undefined;
  /** A question is given up after this many milliseconds. */
  requestTimeoutMs: number;
  /** A part on its way up, and S3's silence in the middle of an object. */
  transferTimeoutMs: number;
}

/** S3 with one job's credentials, as long as one call of the artifact store lasts. */
export interface S3Session {
  /**
   * Sends one request with credentials that are fresh as far as we know. Where S3 says that they have ended, they are renewed
   * once and the request is sent again. `isHead` tells that an error has no body to be read.
   */
  send<T>(request: (client: S3Client) => Promise<T>, isHead?: boolean): Promise<T>;
  close(): void;
}

/** Opens nothing until the first request; each request is given up after `timeoutMs`. */
export function openS3Session(access: S3Access, job: ArtifactAccess, timeoutMs: number): S3Session {
  let client: S3Client | null = null;
  let held: ArtifactCredentials | null = null;

  const clientFor = (credentials: ArtifactCredentials): S3Client => {
    if (client && held === credentials) return client;
    client?.destroy();
    held = credentials;
    client = makeS3Client({
      s3Endpoint: access.s3Endpoint,
      region: job.region,
      credentials: revealed(credentials),
      requestTimeoutMs: timeoutMs,
    });
    return client;
  };

  return {
    async send(request, isHead = false) {
      const credentials = await job.credentials();
      try {
        return await request(clientFor(credentials));
      } catch (thrown) {
        if (!mayBeExpired(thrown, isHead)) throw thrown;
        return await request(clientFor(await job.credentials(credentials)));
      }
    },
    close() {
      client?.destroy();
      client = null;
      held = null;
    },
  };
}
