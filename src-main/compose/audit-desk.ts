import { setImmediate } from 'node:timers/promises';
import type { AuditChoices, AuditEntry, AuditFilter, AuditPage, AuditQuery } from '#shared/domain/audit.ts';
import { createAuditReader } from '../store/audit-reader.ts';
import type { StoreDatabase } from '../store/open-database.ts';
import type { ClientActs } from './client-acts.ts';

/** A slice is read in a few milliseconds. */
const ENTRIES_AT_ONCE = 500;

/** The audit of one environment. Reads throw ActionDeskError. */
export interface AuditDesk {
  list(query: AuditQuery): AuditPage;
  choices(): AuditChoices;
  /** The entries of this moment that match, some at a time, with room for other work in between. */
  read(filter: AuditFilter): AsyncIterable<readonly AuditEntry[]>;
  /** Writes down an act whose effect is certain. Never throws: a done act must not look undone. */
  readonly record: ClientActs['record'];
}

export function createAuditDesk(db: StoreDatabase, record: ClientActs['record']): AuditDesk {
  const reader = createAuditReader(db);
  return {
    list: (query) => reader.page(query),
    choices: () => reader.choices(),
    async *read(filter) {
      const upTo = reader.last();
      let last: AuditEntry | undefined;
      for (;;) {
        const slice = reader.slice(filter, upTo, last ?? null, ENTRIES_AT_ONCE);
        last = slice.at(-1);
        if (!last) return;
        yield slice;
        await setImmediate();
      }
    },
    record,
  };
}
