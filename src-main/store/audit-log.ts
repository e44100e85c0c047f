import type { StoreDatabase } from './open-database.ts';
import { toStoreError } from './store-error.ts';
import type { AuditRow } from './tables.ts';

/** One act of a person. `subject` is a run or client id; `before` and `after` are states read back, never secrets. */
export type AuditEntry = Omit<AuditRow, 'id'>;

/** Who did what to what: entries are added, and the database refuses to change or remove one. Throw ActionDeskError. */
export interface AuditLog {
  record(entry: AuditEntry): void;
  /** The newest first; all subjects when null. */
  list(subject: string | null, limit: number): AuditRow[];
  /** Whether this very act of this moment was written down before. */
  has(entry: Pick<AuditEntry, 'at' | 'who' | 'act' | 'subject'>): boolean;
}

export function createAuditLog(db: StoreDatabase): AuditLog {
  const add = db.raw.prepare<[AuditEntry]>(
    `insert into audit (at, who, act, subject, outcome, reason, before, after)
     values (@at, @who, @act, @subject, @outcome, @reason, @before, @after)`,
  );
  const find = db.raw.prepare<[Pick<AuditEntry, 'at' | 'who' | 'act' | 'subject'>], number>(
    'select 1 from audit where act = @act and at = @at and who = @who and subject = @subject',
  );
  const read = db.raw.prepare<[{ subject: string | null; limit: number }], AuditRow>(
    'select * from audit where @subject is null or subject = @subject order by id desc limit @limit',
  );
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      throw toStoreError(thrown);
    }
  };
  return {
    record: (entry) => guarded(() => void add.run(entry)),
    list: (subject, limit) => guarded(() => read.all({ subject, limit })),
    has: (entry) => guarded(() => find.get(entry) !== undefined),
  };
}
