import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Clients in pages, disabled clients, imports that outlive the process, and the names that a vendor's configuration page
 * uses. A forgotten token has the key id '' from now on, so that indices tell which tokens can be read.
 */
export const clientListsMigration: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table clients add column disabled_at real`.execute(db);
    await sql`update clients set key_id = '' where token_sealed is null`.execute(db);
    // Everything that a filter, a sort or a search asks for is in the first: no row with its sealed token is read for them,
    // and an import does not scatter its rows over one index for each of them.
    for (const statement of [
      `create index clients_by_label on clients (label collate nocase, client_id, label, key_id, refused_at, disabled_at,
         last_used_at, invalid_token_count, created_at)`,
      'create index clients_refused on clients (refused_at) where refused_at is not null',
      'create index clients_disabled on clients (disabled_at) where disabled_at is not null',
    ])
      await sql.raw(statement).execute(db);
    await sql`create table client_imports (
      id integer primary key, at real not null, who text not null, reason text, taking integer not null)`.execute(
      db,
    );
    await sql`create table client_import_rows (
      id integer primary key, import integer not null references client_imports (id) on delete cascade,
      client_id text not null, label text not null, token_sealed blob not null, key_id text not null)`.execute(
      db,
    );
    await sql`create table kept_values (name text primary key, value text not null) without rowid`.execute(
      db,
    );
  },
};
