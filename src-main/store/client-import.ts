import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClientStore, NewClient } from './client-store.ts';
import type { StoreDatabase } from './open-database.ts';
import { toStoreError } from './store-error.ts';

/** Who asked for an import, and why; epoch milliseconds. */
export interface ImportedBy {
  readonly at: number;
  readonly who: string;
  readonly reason: string | null;
}

/** Sealed in one turn of the event loop: a few milliseconds. */
const SLICE = 200;

/** Of this connection only, and in memory: what is half prepared never reaches the file. */
const PREPARED = `create temp table if not exists prepared_clients (
  import integer not null, client_id text not null, label text not null, token_sealed blob not null, key_id text not null)`;

const AUDIT = `insert into audit (at, who, act, subject, outcome, reason, before, after)
  select @at, @who, 'import client', prepared.client_id, 'took-effect', @reason,
    case when clients.client_id is null then 'unknown' else 'known' end, 'known'
  from temp.prepared_clients prepared left join clients on clients.client_id = prepared.client_id
  where import = @id order by prepared.rowid`;

const TAKE = `insert into clients (client_id, label, token_sealed, key_id, created_at, updated_at)
  select client_id, label, token_sealed, key_id, @at, @at from temp.prepared_clients where import = @id
  on conflict (client_id) do update set label = excluded.label, token_sealed = excluded.token_sealed,
    key_id = excluded.key_id, updated_at = excluded.updated_at, invalid_token_count = 0, refused_at = null`;

let lastImport = 0;

/**
 * Adds or replaces clients with a row of the audit for each, all in one transaction: a disk that fills up in between leaves
 * everything as it was. The tokens are sealed before it in slices, so that an agent goes on meanwhile. Client ids must be
 * different. Answers how many were new and how many were known before.
 */
export async function importClients(
  db: StoreDatabase,
  store: Pick<ClientStore, 'seal' | 'forgetRemembered'>,
  clients: readonly NewClient[],
  by: ImportedBy,
): Promise<{ added: number; replaced: number }> {
  const { raw } = db;
  const id = (lastImport += 1);
  raw.exec(PREPARED);
  try {
    const prepare = raw.prepare<[number, string, string, Uint8Array, string]>(
      'insert into temp.prepared_clients values (?, ?, ?, ?, ?)',
    );
    for (let from = 0; from < clients.length; from += SLICE) {
      for (const client of clients.slice(from, from + SLICE)) {
        const { sealed, keyId } = store.seal(client);
        prepare.run(id, client.clientId, client.label, sealed, keyId);
      }
      await nextTurn();
    }
    const count = raw.prepare<[], number>('select count(*) from clients').pluck();
    const take = raw.transaction(() => {
      const before = count.get() ?? 0;
      raw.prepare(AUDIT).run({ ...by, id });
      raw.prepare(TAKE).run({ at: by.at, id });
      const added = (count.get() ?? 0) - before;
      return { added, replaced: clients.length - added };
    });
    return take.immediate();
  } catch (thrown) {
    throw toStoreError(thrown);
  } finally {
    store.forgetRemembered();
    raw.prepare('delete from temp.prepared_clients where import = ?').run(id);
  }
}
