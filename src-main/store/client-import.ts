import { setImmediate as nextTurn } from 'node:timers/promises';
import type SqliteConnection from 'better-sqlite3';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { ClientStore, NewClient } from './client-store.ts';
import type { StoreDatabase } from './open-database.ts';
import { toStoreError } from './store-error.ts';

/**
 * An import of any size in turns of a few milliseconds, so that an agent goes on meanwhile:
 *
 *   staging   every client is written down beside the others, its token sealed. Left by `taking`, once all are there; what
 *             ends it early (a full disk, a person, the process) leaves the clients as they were.
 *   taking    the written rows become clients, a slice a transaction, each with its line in the audit. What ends it early
 *             leaves the rest written down: `finishImports` takes it at the next start, but no row over a newer change.
 */
export interface ImportWatch {
  /** Told after each slice; `done` of `total` clients of the phase. */
  onProgress?(phase: 'staging' | 'taking', done: number, total: number): void;
  /** Heard while staging only. */
  readonly signal?: AbortSignal;
}

/** Who asked for an import, and why; epoch milliseconds. */
export interface ImportedBy {
  readonly at: number;
  readonly who: string;
  readonly reason: string | null;
}

/** In one turn of the event loop: a few milliseconds. */
const SLICE = 100;

const OF_SLICE = `from client_import_rows incoming
  left join clients on clients.client_id = incoming.client_id
  where incoming.import = @id and incoming.id <= @last`;

const AUDIT = `insert into audit (at, who, act, subject, outcome, reason, before, after)
  select @at, @who, 'import client', incoming.client_id, 'took-effect', @reason,
    case when clients.client_id is null then 'unknown' else 'known' end, 'known'
  ${OF_SLICE} order by incoming.id`;

/** Newer rows are left alone where an import of an earlier process is finished. */
const TAKE = `insert into clients (client_id, label, token_sealed, key_id, created_at, updated_at)
  select client_id, label, token_sealed, key_id, @at, @at from client_import_rows
    where import = @id and id <= @last order by id
  on conflict (client_id) do update set label = excluded.label, token_sealed = excluded.token_sealed,
    key_id = excluded.key_id, updated_at = excluded.updated_at, invalid_token_count = 0, refused_at = null
    where @overNewer or clients.updated_at <= excluded.updated_at`;

interface Journal extends ImportedBy {
  readonly id: number;
}

/** Takes what is written down of an import; `onSlice` hears how many are done. Answers how many were new and known. */
async function takeAll(
  raw: SqliteConnection.Database,
  { id, at, who, reason }: Journal,
  overNewer: boolean,
  onSlice: (done: number) => void,
): Promise<{ added: number; replaced: number }> {
  const lastOfSlice = raw
    .prepare<[number, number], number | null>(
      'select max(id) from (select id from client_import_rows where import = ? order by id limit ?)',
    )
    .pluck();
  const newOnes = raw
    .prepare<[{ id: number; last: number }], number>(
      `select count(*) ${OF_SLICE} and clients.client_id is null`,
    )
    .pluck();
  const writeAudit = raw.prepare(AUDIT);
  const take = raw.prepare(TAKE);
  const drop = raw.prepare('delete from client_import_rows where import = @id and id <= @last');
  const takeSlice = raw.transaction((last: number) => {
    const isNew = newOnes.get({ id, last }) ?? 0;
    writeAudit.run({ id, last, at, who, reason });
    take.run({ id, last, at, overNewer: overNewer ? 1 : 0 });
    return { isNew, rows: drop.run({ id, last }).changes };
  });
  let [added, done] = [0, 0];
  for (;;) {
    const last = lastOfSlice.get(id, SLICE);
    if (last === null || last === undefined) break;
    const { isNew, rows } = takeSlice.immediate(last);
    added += isNew;
    done += rows;
    onSlice(done);
    await nextTurn();
  }
  raw.prepare('delete from client_imports where id = ?').run(id);
  return { added, replaced: done - added };
}

/**
 * Adds or replaces clients with a row of the audit for each. Client ids must be different. Answers how many were new and how
 * many were known before. Throws `not-allowed-now` when `watch.signal` ended it; any error but one with `are taken at the
 * next start` has changed nothing.
 */
export async function importClients(
  db: StoreDatabase,
  store: Pick<ClientStore, 'seal' | 'forgetRemembered'>,
  clients: readonly NewClient[],
  by: ImportedBy,
  watch: ImportWatch = {},
): Promise<{ added: number; replaced: number }> {
  const { raw } = db;
  const total = clients.length;
  let id: number | null = null;
  let taken = 0;
  try {
    const { at, who, reason } = by;
    id = Number(
      raw
        .prepare('insert into client_imports (at, who, reason, taking) values (?, ?, ?, 0)')
        .run(at, who, reason).lastInsertRowid,
    );
    const add = raw.prepare<[number, string, string, Uint8Array, string]>(
      `insert into client_import_rows (import, client_id, label, token_sealed, key_id) values (?, ?, ?, ?, ?)`,
    );
    const stage = raw.transaction((importId: number, slice: readonly NewClient[]) => {
      for (const client of slice) {
        const { sealed, keyId } = store.seal(client);
        add.run(importId, client.clientId, client.label, sealed, keyId);
      }
    });
    // Whoever made a hundred thousand clients of a file has just held up everybody a little.
    await nextTurn();
    let staged = 0;
    for (const slice of slicesById(clients)) {
      if (watch.signal?.aborted)
        throw new ActionDeskError('not-allowed-now', 'The import was cancelled: nothing was changed.');
      stage.immediate(id, slice);
      staged += slice.length;
      watch.onProgress?.('staging', staged, total);
      await nextTurn();
    }
    raw.prepare('update client_imports set taking = 1 where id = ?').run(id);
    return await takeAll(raw, { ...by, id }, true, (done) => {
      taken = done;
      watch.onProgress?.('taking', done, total);
    });
  } catch (thrown) {
    const error = toStoreError(thrown);
    if (taken === 0 && id !== null) dropImport(raw, id);
    if (taken === 0) throw error;
    const rest = `${taken} of ${total} clients were taken; the others are written down and are taken at the next start.`;
    throw new ActionDeskError('internal', `${error.message} ${rest}`, { retryable: true, cause: error });
  } finally {
    store.forgetRemembered();
  }
}

/**
 * In the order of their ids, so that a slice changes neighbouring pages of the file and not one page a client. Sorted in
 * parts: a hundred thousand ids at once would hold up everybody.
 */
function* slicesById(clients: readonly NewClient[]): Generator<readonly NewClient[]> {
  const parts = new Map<string, NewClient[]>();
  for (const client of clients) {
    const prefix = client.clientId.slice(0, 2);
    const part = parts.get(prefix);
    if (part) part.push(client);
    else parts.set(prefix, [client]);
  }
  let slice: NewClient[] = [];
  for (const prefix of [...parts.keys()].sort()) {
    const part = parts.get(prefix) ?? [];
    for (const client of part.sort((a, b) => (a.clientId < b.clientId ? -1 : 1))) {
      slice.push(client);
      if (slice.length < SLICE) continue;
      yield slice;
      slice = [];
    }
  }
  if (slice.length > 0) yield slice;
}

/** A disk that takes nothing any more also keeps the rows; the next start drops or takes them. */
function dropImport(raw: SqliteConnection.Database, id: number): void {
  try {
    raw.prepare('delete from client_imports where id = ?').run(id);
  } catch {
    // The error that led here says what is wrong.
  }
}

/**
 * Ends the imports that an earlier process left: what was complete is taken, what was not is dropped. For the holder of the
 * data folder's lock only. Answers how many clients were taken.
 */
export async function finishImports(
  db: StoreDatabase,
  store: Pick<ClientStore, 'forgetRemembered'>,
): Promise<number> {
  const { raw } = db;
  try {
    raw.prepare('delete from client_imports where taking = 0').run();
    const left = raw.prepare<[], Journal>('select id, at, who, reason from client_imports order by id').all();
    let taken = 0;
    for (const journal of left) {
      const { added, replaced } = await takeAll(raw, journal, false, () => undefined);
      taken += added + replaced;
    }
    return taken;
  } catch (thrown) {
    throw toStoreError(thrown);
  } finally {
    store.forgetRemembered();
  }
}
