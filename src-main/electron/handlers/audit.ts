import { basename } from 'node:path';
import type { AuditEntry } from '#shared/domain/audit.ts';
import type { Handlers } from '../answer-request.ts';
import type { RuntimeHost } from '#main/compose/runtime-host.ts';
import { isoTime, writeTable, type TableColumns } from '#main/tables/table-file.ts';

const COLUMNS: TableColumns<AuditEntry> = {
  id: (entry) => entry.id,
  at: (entry) => isoTime(entry.at),
  who: (entry) => entry.who,
  act: (entry) => entry.act,
  subjectKind: (entry) => entry.subjectKind,
  subject: (entry) => entry.subject,
  outcome: (entry) => entry.outcome,
  reason: (entry) => entry.reason,
  before: (entry) => entry.before,
  after: (entry) => entry.after,
};

/** The audit of the environment at work. `choosePlace` asks where a file goes, null where the person thought better of it. */
export function auditHandlers(
  host: RuntimeHost,
  choosePlace: (suggestedName: string) => Promise<string | null>,
): Pick<Handlers, 'audit.list' | 'audit.choices' | 'audit.export'> {
  return {
    'audit.list': async (query) => (await host.runtime()).audit.list(query),
    'audit.choices': async () => (await host.runtime()).audit.choices(),
    'audit.export': async ({ filter, format }) => {
      const { audit, environment } = await host.runtime();
      const day = new Date().toISOString().slice(0, 10);
      const place = await choosePlace(`audit-${environment}-${day}.${format}`);
      if (place === null) return { file: null, entries: 0 };
      return {
        file: basename(place),
        entries: await writeTable(place, format, COLUMNS, audit.read(filter)),
      };
    },
  };
}
