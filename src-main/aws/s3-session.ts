import { S3Client } from '@aws-sdk/client-s3';
import type { ArtifactCredentials } from '#shared/domain/job.ts';
import type { ArtifactAccess } from '../agent/ports.ts';
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

/** Endpoints other than AWS's have no host name for each bucket. */
const hasOwnEndpoint = (access: S3Access): boolean =>
  Boolean(access.s3Endpoint ?? process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL']);

function clientOf(
  access: S3Access,
  region: string,
  credentials: ArtifactCredentials,
  requestTimeout: number,
): S3Client {
  return new S3Client({
    region,
    credentials: {
      accessKeyId: credentials.accessKeyId.reveal(),
      secretAccessKey: credentials.secretAccessKey.reveal(),
      sessionToken: credentials.sessionToken.reveal(),
    },
    // Unlike the calls to CodePipeline, each of these can be repeated: whole objects and numbered parts.
    maxAttempts: 3,
    retryMode: 'standard',
    userAgentAppId: 'action-desk',
    forcePathStyle: hasOwnEndpoint(access),
    requestHandler: {
      requestTimeout,
      throwOnRequestTimeout: true,
      connectionTimeout: Math.min(5_000, requestTimeout),
    },
    ...(access.s3Endpoint ? { endpoint: access.s3Endpoint } : {}),
  });
}

/** Opens nothing until the first request; each request is given up after `timeoutMs`. */
export function openS3Session(access: S3Access, job: ArtifactAccess, timeoutMs: number): S3Session {
  let client: S3Client | null = null;
  let held: ArtifactCredentials | null = null;

  const clientFor = (credentials: ArtifactCredentials): S3Client => {
    if (client && held === credentials) return client;
    client?.destroy();
    held = credentials;
    client = clientOf(access, job.region, credentials, timeoutMs);
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
