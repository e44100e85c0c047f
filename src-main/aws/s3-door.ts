import type { S3Client } from '@aws-sdk/client-s3';
import type { ArtifactCredentials } from '#shared/domain/job.ts';
import type { ArtifactAccess } from '../agent/ports.ts';
import { credentialsOf, type AwsAccess } from './clients.ts';
import { makeS3Client, revealed, type S3ClientOptions } from './s3-client.ts';
import { mayBeExpired } from './s3-errors.ts';

/** Whose credentials a door opens with, for sentences that explain a refusal. */
export type Whose =
  | { kind: 'environment'; environment: string; source: AwsAccess['credentials'] }
  /** `locations`: where the job's own artifacts lie; CodePipeline scopes the credentials to their folders. */
  | { kind: 'job'; runId: string; locations: readonly { bucket: string; key: string }[] };

/** S3 with one kind of credentials, in every region. Connections are kept until `close`. */
export interface S3Door {
  readonly whose: Whose;
  /** Nothing known of a bucket's region: asked here first. */
  readonly homeRegion: string;
  /** A question is given up after this many milliseconds; so is a body that stands still. */
  readonly timeoutMs: number;
  /**
   * Sends one request. Where S3 says that the credentials have ended, they are renewed once and the request is sent again.
   * `isHead` tells that an error has no body to be read. Throws what the SDK throws.
   */
  send<T>(region: string, request: (client: S3Client) => Promise<T>, isHead?: boolean): Promise<T>;
  close(): void;
}

type ClientIn = Pick<S3ClientOptions, 's3Endpoint' | 'requestTimeoutMs'>;

/** Clients by region, all with the same credentials. */
function clientsWith(credentials: S3ClientOptions['credentials'], options: ClientIn) {
  const clients = new Map<string, S3Client>();
  return {
    of(region: string): S3Client {
      const client = clients.get(region) ?? makeS3Client({ ...options, region, credentials });
      clients.set(region, client);
      return client;
    },
    close(): void {
      for (const client of clients.values()) client.destroy();
      clients.clear();
    },
  };
}

/** The environment's own credentials. After a refusal as ended they are read anew from where they come from. */
export function openEnvironmentS3(
  access: AwsAccess,
  options: { environment: string; homeRegion: string },
): S3Door {
  const make = () =>
    clientsWith(credentialsOf(access.credentials), {
      s3Endpoint: access.s3Endpoint,
      requestTimeoutMs: access.callTimeoutMs,
    });
  let clients = make();
  const retired: ReturnType<typeof make>[] = [];
  return {
    whose: { kind: 'environment', environment: options.environment, source: access.credentials },
    homeRegion: options.homeRegion,
    timeoutMs: access.callTimeoutMs,
    async send(region, request, isHead = false) {
      const used = clients;
      try {
        return await request(used.of(region));
      } catch (thrown) {
        if (!mayBeExpired(thrown, isHead)) throw thrown;
        // Requests under way with the old ones end as they may: they would be refused as well.
        if (clients === used) {
          retired.push(used);
          clients = make();
        }
        return await request(clients.of(region));
      }
    },
    close() {
      for (const old of [...retired.splice(0), clients]) old.close();
    },
  };
}

/** A run's job credentials, asked for when they are needed and renewed through the job's details. */
export function openJobS3(
  job: ArtifactAccess,
  options: ClientIn & { runId: string; locations: readonly { bucket: string; key: string }[] },
): S3Door {
  let clients: ReturnType<typeof clientsWith> | null = null;
  let held: ArtifactCredentials | null = null;
  const made: ReturnType<typeof clientsWith>[] = [];
  const clientsFor = (credentials: ArtifactCredentials): ReturnType<typeof clientsWith> => {
    if (clients && held === credentials) return clients;
    held = credentials;
    clients = clientsWith(revealed(credentials), options);
    made.push(clients);
    return clients;
  };
  return {
    whose: { kind: 'job', runId: options.runId, locations: options.locations },
    homeRegion: job.region,
    timeoutMs: options.requestTimeoutMs,
    async send(region, request, isHead = false) {
      const credentials = await job.credentials();
      try {
        return await request(clientsFor(credentials).of(region));
      } catch (thrown) {
        if (!mayBeExpired(thrown, isHead)) throw thrown;
        return await request(clientsFor(await job.credentials(credentials)).of(region));
      }
    },
    close() {
      for (const old of made.splice(0)) old.close();
      clients = null;
      held = null;
    },
  };
}
