import { asClientId } from '#shared/domain/ids.ts';
import type { ClientStore } from '../store/client-store.ts';
import type { StoreDatabase } from '../store/open-database.ts';
import type { ClientActs } from './client-acts.ts';
import type { OpenStores } from './open-stores.ts';
import type { Runtime } from './runtime.ts';
import type { RuntimeEvents } from './runtime-events.ts';

type ClientPart =
  | 'listClients'
  | 'unmatchedClients'
  | 'findClient'
  | 'addClient'
  | 'rotateToken'
  | 'renameClient'
  | 'setClientDisabled'
  | 'compareClients'
  | 'importClients'
  | 'removeClient';

/**
 * The part of a runtime that is about its customers.
 *
 * @param tokensChanged makes the change last and known; answers how many runs that waited look again. Null: any client.
 */
export function clientDesk(parts: {
  db: StoreDatabase;
  clients: ClientStore;
  reader: OpenStores['reader'];
  acts: ClientActs;
  events: RuntimeEvents;
  tokensChanged: (clientId: string | null) => Promise<{ releasedRuns: number }>;
}): Pick<Runtime, ClientPart> {
  const { db, clients, reader, acts, events, tokensChanged } = parts;
  return {
    listClients: (query) => Promise.resolve(clients.list(query)),
    unmatchedClients: () => Promise.resolve(reader.unmatchedClients()),
    findClient: (clientId) => Promise.resolve(clients.view(asClientId(clientId))),
    addClient: async (client, by) => ({
      ...(await acts.add(client, by)),
      ...(await tokensChanged(client.clientId)),
    }),
    rotateToken: async (clientId, token, by) => ({
      client: await acts.rotate(clientId, token, by),
      ...(await tokensChanged(clientId)),
    }),
    async renameClient(clientId, label, by) {
      const client = acts.rename(clientId, label, by);
      await db.flush();
      events.emit({ kind: 'clients-changed' });
      return client;
    },
    setClientDisabled: async (clientId, disabled, by) => ({
      client: acts.setDisabled(clientId, disabled, by),
      ...(await tokensChanged(clientId)),
    }),
    compareClients: (all, signal) => acts.compareAll(all, signal),
    importClients: async (all, by, watch) => ({
      ...(await acts.importAll(all, by, watch)),
      ...(await tokensChanged(null)),
    }),
    async removeClient(clientId, by) {
      const removed = acts.remove(clientId, by);
      // A backup from before holds the token that was to be gone.
      if (removed) await tokensChanged(clientId);
      return removed;
    },
  };
}
