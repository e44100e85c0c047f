import { osUser } from '../platform/os-user.ts';
import type { ClientView } from '#shared/domain/client.ts';
import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';
import { asClientId } from '#shared/domain/ids.ts';
import { Secret } from '#shared/domain/secret.ts';
import type { Log } from '../agent/ports.ts';
import { createAuditLog } from '../store/audit-log.ts';
import { importClients } from '../store/client-import.ts';
import type { ClientStore } from '../store/client-store.ts';
import type { StoreDatabase } from '../store/open-database.ts';
import type { Actor, ActReport, PlainClient } from './runtime.ts';

/** What people do to clients, each written into the audit; the same whether an agent runs or not. Throw ActionDeskError. */
export interface ClientActs {
  /** Writes down an act whose effect was read back. Never throws: a done act must not look undone. */
  record(
    act: string,
    subject: string,
    outcome: ActReport['outcome'],
    before: string,
    after: string,
    by?: Actor,
  ): void;
  add(client: PlainClient, by?: Actor): Promise<{ client: ClientView; wasKnown: boolean }>;
  /** Replaces the token of a known client. Throws `not-found`. */
  rotate(clientId: string, token: string, by?: Actor): Promise<ClientView>;
  /** All or none. */
  importAll(clients: readonly PlainClient[], by?: Actor): Promise<{ added: number; replaced: number }>;
  /** False when the client was unknown. */
  remove(clientId: string, by?: Actor): boolean;
}

export function createClientActs(
  db: StoreDatabase,
  clients: ClientStore,
  now: () => number,
  log: Log,
): ClientActs {
  const audit = createAuditLog(db);
  const newClient = ({ clientId, label, token }: PlainClient) => ({
    clientId: asClientId(clientId),
    label,
    token: new Secret(token),
  });
  const actorOf = (by: Actor | undefined): Actor => by ?? { who: osUser(), reason: null };

  const record: ClientActs['record'] = (act, subject, outcome, before, after, by) => {
    const entry = { at: now(), act, subject, outcome, before, after, ...actorOf(by) };
    try {
      audit.record(entry);
    } catch (thrown) {
      log('error', 'audit-not-written', { ...entry, message: toActionDeskError(thrown).message });
    }
  };
  return {
    record,
    async add(client, by) {
      const before = (await clients.find(asClientId(client.clientId))).label === null ? 'unknown' : 'known';
      const added = clients.add(newClient(client), now());
      record('add client', client.clientId, 'took-effect', before, 'known', by);
      return { client: added, wasKnown: before === 'known' };
    },
    async rotate(clientId, token, by) {
      const { label } = await clients.find(asClientId(clientId));
      if (label === null) throw new ActionDeskError('not-found', `No client ${clientId} is stored.`);
      const rotated = clients.add(newClient({ clientId, label, token }), now());
      record('rotate token', clientId, 'took-effect', 'known', 'known', by);
      return rotated;
    },
    importAll: (all, by) => importClients(db, clients, all.map(newClient), { at: now(), ...actorOf(by) }),
    remove(clientId, by) {
      const removed = clients.remove(asClientId(clientId));
      if (removed) record('remove client', clientId, 'took-effect', 'known', 'unknown', by);
      return removed;
    },
  };
}
