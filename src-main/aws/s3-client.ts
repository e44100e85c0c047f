import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { ArtifactCredentials } from '#shared/domain/job.ts';

/** What one SDK client of S3 is made of. */
export interface S3ClientOptions {
  /** Unset: the SDK's own choice, which honours AWS_ENDPOINT_URL_S3. */
  s3Endpoint?: string | undefined;
  region: string;
  credentials: S3ClientConfig['credentials'];
  /** Milliseconds until the headers of an answer are there; the body is watched over by its reader. */
  requestTimeoutMs: number;
}

/** Endpoints other than AWS's have no host name for each bucket. */
const hasOwnEndpoint = (s3Endpoint: string | undefined): boolean =>
  Boolean(s3Endpoint ?? process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL']);

/** The wrapped credentials of a job as the SDK takes them. */
export function revealed(credentials: ArtifactCredentials) {
  return {
    accessKeyId: credentials.accessKeyId.reveal(),
    secretAccessKey: credentials.secretAccessKey.reveal(),
    sessionToken: credentials.sessionToken.reveal(),
  };
}

/** A client that keeps its connections; whoever makes it destroys it. */
export function makeS3Client(options: S3ClientOptions): S3Client {
  const { s3Endpoint, region, credentials, requestTimeoutMs } = options;
  return new S3Client({
    region,
    ...(credentials ? { credentials } : {}),
    // Unlike the calls to CodePipeline, each of these can be repeated: reads, whole objects and numbered parts.
    maxAttempts: 3,
    retryMode: 'standard',
    userAgentAppId: 'action-desk',
    forcePathStyle: hasOwnEndpoint(s3Endpoint),
    requestHandler: {
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
      connectionTimeout: Math.min(5_000, requestTimeoutMs),
    },
    ...(s3Endpoint ? { endpoint: s3Endpoint } : {}),
  });
}
