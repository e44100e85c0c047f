import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Client tokens, encrypted by the vault; a row keeps its label and counters when its token cannot be read. */
export const clientsMigration: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table clients (
      client_id text primary key, label text not null, token_sealed blob, key_id text not null,
      created_at real not null, updated_at real not null, last_used_at real,
      invalid_token_count integer not null default 0, refused_at real) without rowid`.execute(db);
  },
};
