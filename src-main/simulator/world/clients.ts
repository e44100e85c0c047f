import { ServiceError } from './service-error.ts';

/** A customer's connection to a third-party vendor. The token is the secret both sides share. */
export interface Client {
  readonly clientId: string;
  readonly clientToken: string;
  /** The pipelines that were connected with this client; absent: any. */
  readonly pipelineNames?: readonly string[];
}

/**
 * Refuses with InvalidClientTokenException unless the token belongs to the client that owns the job. The
 * message says nothing about the right token or about other clients.
 */
export function requireClientToken(
  clients: ReadonlyMap<string, Client>,
  clientId: string | null,
  clientToken: string,
): void {
  const client = clientId === null ? undefined : clients.get(clientId);
  if (client?.clientToken !== clientToken) {
    throw new ServiceError('InvalidClientTokenException', 'The client token is invalid');
  }
}

/**
 * The client whose connection a pipeline's third-party action uses: one that names the pipeline, else the first
 * that names none. How the service keeps this connection is not public.
 */
export function clientFor(clients: ReadonlyMap<string, Client>, pipelineName: string): Client | null {
  const all = [...clients.values()];
  return (
    all.find((client) => client.pipelineNames?.includes(pipelineName)) ??
    all.find((client) => client.pipelineNames === undefined) ??
    null
  );
}
