import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Where a person stopped claiming. A scope is held once; '' stands for every region or action type, since null is never unique. */
export const holdsMigration: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table holds (
      id integer primary key autoincrement, region text not null, action_type text not null,
      who text not null, reason text, at real not null, unique (region, action_type))`.execute(db);
  },
};
