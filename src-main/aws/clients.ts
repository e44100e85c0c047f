import { CodePipelineClient, type CodePipelineClientConfig } from '@aws-sdk/client-codepipeline';
import { fromIni } from '@aws-sdk/credential-providers';
import type { Secret } from '#shared/domain/secret.ts';

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

function credentialsOf(source: CredentialSource): CodePipelineClientConfig['credentials'] {
  switch (source.kind) {
    case 'chain':
      return undefined;
    case 'profile':
      return fromIni({ profile: source.profile });
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
  const credentials = credentialsOf(access.credentials);
  const retired = new Map<NodeJS.Timeout, CodePipelineClient[]>();
  return {
    callTimeoutMs: access.callTimeoutMs,
    of(region) {
      let client = clients.get(region);
      if (!client) {
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
      }
      return client;
    },
    renew() {
      const old = [...clients.values()];
      clients.clear();
      const timer = setTimeout(() => {
        retired.delete(timer);
        for (const client of old) client.destroy();
      }, 2 * access.callTimeoutMs);
      retired.set(timer, old);
      timer.unref();
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
