import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The audit in pages by time, person and act; from now on the database itself refuses to change or remove an entry. */
export const auditPagesMigration: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [
      'create index audit_by_time on audit (at, id)',
      'create index audit_by_who on audit (who, at, id)',
      'create index audit_by_act on audit (act, at, id)',
      `create trigger audit_is_not_changed before update on audit
         begin select raise(abort, 'entries of the audit are never changed'); end`,
      `create trigger audit_is_not_shortened before delete on audit
         begin select raise(abort, 'entries of the audit are never removed'); end`,
    ])
      await sql.raw(statement).execute(db);
  },
};
