import {
  auditSubjectOf,
  type AuditChoices,
  type AuditEntry,
  type AuditFilter,
  type AuditPage,
  type AuditQuery,
} from '#shared/domain/audit.ts';
import type { StoreDatabase } from './open-database.ts';
import { containing } from './run-search.ts';
import { toStoreError } from './store-error.ts';
import type { AuditRow } from './tables.ts';

/** Reads of the audit, each within one snapshot. Throw ActionDeskError. */
export interface AuditReader {
  page(query: AuditQuery): AuditPage;
  choices(): AuditChoices;
  /** The entries that match with an id of `upTo` at most and older than `after`, the newest first: a slice of an export. */
  slice(filter: AuditFilter, upTo: number, after: Place | null, limit: number): AuditEntry[];
  /** The newest entry's id; 0 while there is none. */
  last(): number;
}

/** Where a slice ended. */
export interface Place {
  at: number;
  id: number;
}

type Facts = Record<string, string | number>;

const FOUND_IN = ['subject', 'who', 'reason', 'before', 'after'];

/** The condition and what it is given. Which acts are done to a kind of subject is known by their names, not by the table. */
function conditionOf(filter: AuditFilter, acts: () => readonly string[]): { where: string; facts: Facts } {
  const text = filter.text?.trim();
  const { subjectKind } = filter;
  const facts: Facts = {
    ...(text ? { text: containing(text) } : {}),
    ...(filter.who === undefined ? {} : { who: filter.who }),
    ...(filter.act === undefined ? {} : { act: filter.act }),
    ...(filter.outcome === undefined ? {} : { outcome: filter.outcome }),
    ...(filter.from === undefined ? {} : { from: filter.from }),
    ...(filter.until === undefined ? {} : { until: filter.until }),
    ...(subjectKind === undefined
      ? {}
      : { acts: JSON.stringify(acts().filter((act) => auditSubjectOf(act) === subjectKind)) }),
  };
  const conditions: Record<string, string> = {
    text: `(${FOUND_IN.map((column) => `${column} like @text escape '\\'`).join(' or ')})`,
    who: 'who = @who',
    act: 'act = @act',
    outcome: 'outcome = @outcome',
    from: 'at >= @from',
    until: 'at <= @until',
    acts: 'act in (select value from json_each(@acts))',
  };
  return { where: ['true', ...Object.keys(facts).map((fact) => conditions[fact])].join(' and '), facts };
}

const entryOf = (row: AuditRow): AuditEntry => ({ ...row, subjectKind: auditSubjectOf(row.act) });

export function createAuditReader({ raw }: StoreDatabase): AuditReader {
  const newest = raw.prepare<[], number>('select coalesce(max(id), 0) from audit').pluck();
  const people = raw.prepare<[], string>('select distinct who from audit order by who').pluck();
  const acts = raw.prepare<[], string>('select distinct act from audit order by act').pluck();
  const last = (): number => newest.get() ?? 0;

  const page = raw.transaction((query: AuditQuery): AuditPage => {
    const upTo = query.upTo ?? last();
    const { where, facts } = conditionOf(query.filter, () => acts.all());
    const count = (which: string): number =>
      raw
        .prepare<[Facts], number>(`select count(*) from audit where ${which} and ${where}`)
        .pluck()
        .get({ ...facts, upTo }) ?? 0;
    const rows = raw
      .prepare<[Facts], AuditRow>(
        `select * from audit where id <= @upTo and ${where} order by at desc, id desc limit @limit offset @offset`,
      )
      .all({ ...facts, upTo, limit: query.pageSize, offset: (query.page - 1) * query.pageSize });
    return { rows: rows.map(entryOf), total: count('id <= @upTo'), upTo, newer: count('id > @upTo') };
  });

  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      throw toStoreError(thrown);
    }
  };
  return {
    page: (query) => guarded(() => page.deferred(query)),
    choices: () => guarded(() => ({ who: people.all(), acts: acts.all() })),
    slice: (filter, upTo, after, limit) =>
      guarded(() => {
        const { where, facts } = conditionOf(filter, () => acts.all());
        const older = after === null ? 'true' : '(at, id) < (@afterAt, @afterId)';
        const place: Facts = after === null ? {} : { afterAt: after.at, afterId: after.id };
        return raw
          .prepare<[Facts], AuditRow>(
            `select * from audit where id <= @upTo and ${older} and ${where} order by at desc, id desc limit @limit`,
          )
          .all({ ...facts, ...place, upTo, limit })
          .map(entryOf);
      }),
    last: () => guarded(last),
  };
}
