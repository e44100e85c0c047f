import { CodePipelineClient, type CodePipelineClientConfig } from '@aws-sdk/client-codepipeline';
import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { Secret } from '#shared/domain/secret.ts';
import { toServiceError } from './service-errors.ts';

/** Where credentials come from: the SDK's standard chain, a named profile, or keys in hand (practice). */
export type CredentialSource =
  | { kind: 'chain' }
  | { kind: 'profile'; profile: string }
  | { kind: 'static'; accessKeyId: string; secretAccessKey: Secret };

export interface AwsAccess {
  credentials: CredentialSource;
  /** Unset: the SDK's own choice, which honours AWS_ENDPOINT_URL_CODEPIPELINE. */
  codepipelineEndpoint?: string;
  /** Unset: the SDK's own choice, which honours AWS_ENDPOINT_URL_S3. */
  s3Endpoint?: string;
  /** Each call is given up after this many milliseconds. */
  callTimeoutMs: number;
}

/** The SDK itself renews five minutes before the end: too late to tell a person who has to sign in again. */
const RENEWED_BEFORE_MS = 15 * 60_000;

/** Read from the files of this moment: the SDK remembers them for the life of the process. */
export function credentialsOf(source: CredentialSource): CodePipelineClientConfig['credentials'] {
  switch (source.kind) {
    case 'chain':
      return fromNodeProviderChain({ ignoreCache: true });
    case 'profile':
      return fromIni({ profile: source.profile, ignoreCache: true });
    case 'static':
      return { accessKeyId: source.accessKeyId, secretAccessKey: source.secretAccessKey.reveal() };
  }
}

/** SDK clients by region, made on first use; `close` frees their sockets. */
export interface CodePipelineClients {
  /** Each call is given up after this many milliseconds. */
  readonly callTimeoutMs: number;
  of(region: string): CodePipelineClient;
  /**
   * When the credentials end, epoch ms; null where their provider does not tell. A provider whose credentials are near their
   * end is asked for new ones first. Rejects where there are none.
   */
  credentialsEndAt(): Promise<number | null>;
  /**
   * The next calls open connections of their own: after the computer slept, those from before hang until their deadline.
   * Calls under way end as they may.
   */
  renew(): void;
  close(): void;
}

/**
 * One attempt a call: retrying is the agent's business (results before polls, no second acknowledge), and the SDK's own
 * default of attempts changes between releases.
 */
export function createCodePipelineClients(access: AwsAccess): CodePipelineClients {
  const clients = new Map<string, CodePipelineClient>();
  const retired = new Map<NodeJS.Timeout, CodePipelineClient[]>();

  /** Calls under way end as they may. */
  function retire(old: CodePipelineClient[]): void {
    const timer = setTimeout(() => {
      retired.delete(timer);
      for (const client of old) client.destroy();
    }, 2 * access.callTimeoutMs);
    retired.set(timer, old);
    timer.unref();
  }

  /** A client keeps credentials without a known end for ever: after a refusal the next call reads them anew. */
  function renewWhenRefused(region: string, client: CodePipelineClient): void {
    client.middlewareStack.add(
      (next) => async (given) => {
        try {
          return await next(given);
        } catch (thrown) {
          if (clients.get(region) === client && toServiceError(thrown, '').code === 'no-credentials') {
            clients.delete(region);
            retire([client]);
          }
          throw thrown;
        }
      },
      { step: 'initialize', name: 'actionDeskRenewCredentials' },
    );
  }

  return {
    callTimeoutMs: access.callTimeoutMs,
    of(region) {
      let client = clients.get(region);
      if (!client) {
        const credentials = credentialsOf(access.credentials);
        client = new CodePipelineClient({
          region,
          maxAttempts: 1,
          retryMode: 'standard',
          userAgentAppId: 'action-desk',
          requestHandler: {
            requestTimeout: access.callTimeoutMs,
            // Without this the handler only warns, and a half-open connection would hold its caller for ever.
            throwOnRequestTimeout: true,
            connectionTimeout: Math.min(5_000, access.callTimeoutMs),
            httpsAgent: { maxSockets: 50, keepAlive: true },
            httpAgent: { maxSockets: 50, keepAlive: true },
          },
          ...(credentials ? { credentials } : {}),
          ...(access.codepipelineEndpoint ? { endpoint: access.codepipelineEndpoint } : {}),
        });
        clients.set(region, client);
        renewWhenRefused(region, client);
      }
      return client;
    },
    async credentialsEndAt() {
      const [client] = clients.values();
      if (!client) return null;
      const known = await client.config.credentials();
      if (!known.expiration || known.expiration.getTime() - Date.now() > RENEWED_BEFORE_MS)
        return known.expiration?.getTime() ?? null;
      const fresh = await client.config.credentials({ forceRefresh: true });
      return fresh.expiration?.getTime() ?? null;
    },
    renew() {
      const old = [...clients.values()];
      clients.clear();
      retire(old);
    },
    close() {
      for (const [timer, old] of retired) {
        clearTimeout(timer);
        for (const client of old) client.destroy();
      }
      retired.clear();
      for (const client of clients.values()) client.destroy();
      clients.clear();
    },
  };
}
