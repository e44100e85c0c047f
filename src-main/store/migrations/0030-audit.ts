import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who did what to what, with the state before and after. Rows are only added. */
export const auditMigration: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table audit (
      id integer primary key, at real not null, who text not null, act text not null, subject text not null,
      outcome text not null, reason text, before text, after text)`.execute(db);
    await sql`create index audit_by_subject on audit (subject, id)`.execute(db);
  },
};
