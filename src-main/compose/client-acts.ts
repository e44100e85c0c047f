import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClientView } from '#shared/domain/client.ts';
import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';
import { asClientId } from '#shared/domain/ids.ts';
import { Secret } from '#shared/domain/secret.ts';
import type { Log } from '../agent/ports.ts';
import { osUser } from '../platform/os-user.ts';
import { createAuditLog } from '../store/audit-log.ts';
import { importClients } from '../store/client-import.ts';
import type { ClientStore } from '../store/client-store.ts';
import type { StoreDatabase } from '../store/open-database.ts';
import type { Actor, ActReport, ClientComparison, ClientImportWatch, PlainClient } from './runtime.ts';

/** Compared in one turn of the event loop: a few milliseconds. */
const COMPARED_AT_ONCE = 200;

/** What people do to clients, each written into the audit; the same whether an agent runs or not. Throw ActionDeskError. */
export interface ClientActs {
  /** Writes down an act whose effect was read back. Never throws: a done act must not look undone. */
  readonly record: (
    act: string,
    subject: string,
    outcome: ActReport['outcome'],
    before: string,
    after: string,
    by?: Actor,
  ) => void;
  add(client: PlainClient, by?: Actor): Promise<{ client: ClientView; wasKnown: boolean }>;
  /** Replaces the token of a known client. Throws `not-found`. */
  rotate(clientId: string, token: string, by?: Actor): Promise<ClientView>;
  /** Throws `not-found`. */
  rename(clientId: string, label: string, by?: Actor): ClientView;
  /** Throws `not-found`. */
  setDisabled(clientId: string, disabled: boolean, by?: Actor): ClientView;
  /** Changes nothing. Throws `not-allowed-now` when the signal ended it. */
  compareAll(clients: readonly PlainClient[], signal: AbortSignal): Promise<ClientComparison[]>;
  /** All or none. */
  importAll(
    clients: readonly PlainClient[],
    by?: Actor,
    watch?: ClientImportWatch,
  ): Promise<{ added: number; replaced: number }>;
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
  const known = (clientId: string): ClientView => {
    const client = clients.view(asClientId(clientId));
    if (!client) throw new ActionDeskError('not-found', `No client ${clientId} is stored.`);
    return client;
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
      const { label } = known(clientId);
      await Promise.resolve();
      const rotated = clients.add(newClient({ clientId, label, token }), now());
      record('rotate token', clientId, 'took-effect', 'known', 'known', by);
      return rotated;
    },
    rename(clientId, label, by) {
      const before = known(clientId);
      clients.rename(asClientId(clientId), label, now());
      const after = known(clientId);
      const outcome = before.label === after.label ? 'no-effect' : 'took-effect';
      record('rename client', clientId, outcome, before.label, after.label, by);
      return after;
    },
    setDisabled(clientId, disabled, by) {
      const word = (client: ClientView): string => (client.disabledAt === null ? 'enabled' : 'disabled');
      const before = known(clientId);
      if ((before.disabledAt !== null) !== disabled)
        clients.setDisabled(asClientId(clientId), disabled, now());
      const after = known(clientId);
      const outcome = word(before) === word(after) ? 'no-effect' : 'took-effect';
      record(disabled ? 'disable client' : 'enable client', clientId, outcome, word(before), word(after), by);
      return after;
    },
    async compareAll(all, signal) {
      const compared: ClientComparison[] = [];
      for (let from = 0; from < all.length; from += COMPARED_AT_ONCE) {
        if (signal.aborted) throw new ActionDeskError('not-allowed-now', 'The import was cancelled.');
        for (const client of all.slice(from, from + COMPARED_AT_ONCE))
          compared.push(clients.compare(newClient(client)));
        await nextTurn();
      }
      return compared;
    },
    importAll: (all, by, watch) =>
      importClients(db, clients, all.map(newClient), { at: now(), ...actorOf(by) }, watch),
    remove(clientId, by) {
      const removed = clients.remove(asClientId(clientId));
      if (removed) record('remove client', clientId, 'took-effect', 'known', 'unknown', by);
      return removed;
    },
  };
}
