import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What engineers write down about runs. A note that is deleted stays until it is certain that nobody takes the deletion back;
 * `session` names the time that the environment was open when it was written.
 */
export const notesMigration: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table run_notes (
      id integer primary key, run_id text not null, at real not null, who text not null, session text not null,
      text text not null, edited_at real, deleted_at real)`.execute(db);
    await sql`create index run_notes_by_run on run_notes (run_id, at, id)`.execute(db);
  },
};
