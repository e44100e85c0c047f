import { ActionDeskError } from '#shared/domain/errors.ts';
import { asClientId } from '#shared/domain/ids.ts';
import { createClientStore } from '../store/client-store.ts';
import { createHoldStore } from '../store/hold-store.ts';
import { createKeptValues } from '../store/kept-values.ts';
import type { StoreDatabase } from '../store/open-database.ts';
import { createRunReader } from '../store/run-reader.ts';
import { createCipher } from '../vault/cipher.ts';
import type { KeyHandle } from '../vault/key-handle.ts';
import type { CommandDesk } from './answer-command.ts';
import { createBulkActs } from './bulk-acts.ts';
import { createClientActs } from './client-acts.ts';
import { createHolds, createHoldsDesk } from './holds-desk.ts';
import { keptProtection } from './kept-protection.ts';
import { protectDesk } from './protected-acts.ts';
import { readRuns } from './read-runs.ts';

const noAgent = (): Promise<never> =>
  Promise.reject(
    new ActionDeskError(
      'not-allowed-now',
      'No agent works in this data folder: start one, or name its configuration with --config and one is started for this command.',
    ),
  );

/**
 * A data folder in which no agent works: reads, and changes to clients and holds. An act on a run needs an agent and is refused with
 * what to do. The next agent looks at the runs that waited for a token by itself.
 */
export function createStoredDesk(db: StoreDatabase, key: KeyHandle, now: () => number): CommandDesk {
  const clients = createClientStore(db, createCipher(key));
  const reader = createRunReader(db);
  const acts = createClientActs(db, clients, now, () => undefined);
  const environment = {
    environment: 'of this data folder',
    protection: keptProtection(createKeptValues(db)),
  };
  const stored: Omit<CommandDesk, 'bulk' | 'holds'> = {
    listRuns: (query) => Promise.resolve(reader.listRuns(query)),
    async getRun(id) {
      const found = reader.getRun(id);
      await Promise.resolve();
      if (!found) throw new ActionDeskError('not-found', `No run is known by the id ${id.slice(0, 80)}.`);
      return found;
    },
    act: noAgent,
    readRuns: (selection) => readRuns(reader, selection),
    renameClient: async (clientId, label, by) => {
      await Promise.resolve();
      return acts.rename(clientId, label, by);
    },
    setClientDisabled: async (clientId, disabled, by) => {
      await Promise.resolve();
      const client = acts.setDisabled(clientId, disabled, by);
      return { client, releasedRuns: disabled ? 0 : reader.waitingRuns(clientId) };
    },
    listClients: (query) => Promise.resolve(clients.list(query)),
    unmatchedClients: () => Promise.resolve(reader.unmatchedClients()),
    async addClient(client, by) {
      return { ...(await acts.add(client, by)), releasedRuns: reader.waitingRuns(client.clientId) };
    },
    async rotateToken(clientId, token, by) {
      return { client: await acts.rotate(clientId, token, by), releasedRuns: reader.waitingRuns(clientId) };
    },
    async importClients(all, by) {
      return { ...(await acts.importAll(all, by)), releasedRuns: reader.waitingRuns(null) };
    },
    removeClient: (clientId, by) => Promise.resolve().then(() => acts.remove(clientId, by)),
  };
  const holdStore = createHoldStore(db);
  const holds = createHoldsDesk({
    environment,
    store: holdStore,
    holds: createHolds(holdStore),
    record: acts.record,
    now,
    changed: () => Promise.resolve(0),
  });
  const bulk = createBulkActs({ ...environment, ...stored }, now, () => undefined);
  const whole: CommandDesk = { ...stored, holds, bulk: { ...bulk, start: noAgent } };
  return protectDesk(whole, environment, (clientId) =>
    Promise.resolve(clients.view(asClientId(clientId))?.label ?? null),
  );
}
