import { ServiceError } from './service-error.ts';

/** A customer's connection to a third-party vendor. The token is the secret both sides share. */
export interface Client {
  readonly clientId: string;
  readonly clientToken: string;
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
