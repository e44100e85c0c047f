import { expect, it } from 'vitest';
import type { AuditFilter } from '#shared/domain/audit.ts';
import { createAuditLog, type AuditEntry } from '#main/store/audit-log.ts';
import { createAuditReader } from '#main/store/audit-reader.ts';
import { aStore } from './store-fixture.ts';

const anEntry = (change: Partial<AuditEntry> = {}): AuditEntry => ({
  at: 1,
  who: 'ada',
  act: 'fail',
  subject: 'run-1',
  outcome: 'took-effect',
  reason: null,
  before: 'working',
  after: 'failed',
  ...change,
});

async function anAudit(entries: readonly Partial<AuditEntry>[]) {
  const db = await aStore();
  const log = createAuditLog(db);
  for (const entry of entries) log.record(anEntry(entry));
  return { db, log, reader: createAuditReader(db) };
}

const aQuery = (filter: AuditFilter = {}, page = 1, upTo: number | null = null, pageSize = 50) => ({
  filter,
  page,
  upTo,
  pageSize,
});

it('lists the newest first, by time and not by the order of writing', async () => {
  const { reader } = await anAudit([{ at: 5 }, { at: 9 }, { at: 7 }]);
  const page = reader.page(aQuery());
  expect(page.rows.map(({ at }) => at)).toEqual([9, 7, 5]);
  expect(page).toMatchObject({ total: 3, upTo: 3, newer: 0 });
});

it.each<[string, AuditFilter, number[]]>([
  ['a person', { who: 'bob' }, [2]],
  ['an act', { act: 'rotate token' }, [3]],
  ['a kind of subject', { subjectKind: 'client' }, [3, 4]],
  ['runs', { subjectKind: 'run' }, [1, 2]],
  ['an outcome', { outcome: 'overtaken' }, [2]],
  ['a time', { from: 2, until: 3 }, [2, 3]],
  ['a part of the subject', { text: 'us-east' }, [5]],
  ['a part of the reason, in any case', { text: 'LEAKED' }, [3]],
  ['a state', { text: 'paused' }, [5]],
  ['nothing where a sign stands for itself', { text: '%' }, []],
  ['all conditions at once', { subjectKind: 'run', who: 'ada' }, [1]],
])('finds %s', async (_what, filter, ids) => {
  const { reader } = await anAudit([
    { at: 1 },
    { at: 2, who: 'bob', outcome: 'overtaken' },
    { at: 3, act: 'rotate token', subject: 'client-1', reason: 'leaked in a chat' },
    { at: 4, act: 'add client', subject: 'client-2' },
    { at: 5, act: 'pause cell', subject: 'us-east-1/Test/Custom/p/1', after: 'paused' },
  ]);
  const page = reader.page(aQuery(filter));
  expect(page.rows.map(({ id }) => id).toSorted()).toEqual(ids);
  expect(page.total).toBe(ids.length);
});

it('keeps the pages of one moment and counts what came since', async () => {
  const { reader, log } = await anAudit([{ at: 1 }, { at: 2 }, { at: 3 }]);
  const { upTo } = reader.page(aQuery({}, 1, null, 2));
  log.record(anEntry({ at: 4 }));
  log.record(anEntry({ at: 5, who: 'bob' }));
  expect(reader.page(aQuery({}, 2, upTo, 2)).rows.map(({ at }) => at)).toEqual([1]);
  expect(reader.page(aQuery({}, 1, upTo, 2))).toMatchObject({ total: 3, newer: 2 });
  expect(reader.page(aQuery({ who: 'bob' }, 1, upTo, 2))).toMatchObject({ total: 0, newer: 1 });
});

it('reads slices one after the other, each entry once', async () => {
  const { reader } = await anAudit([{ at: 2 }, { at: 1 }, { at: 2 }, { at: 3 }, { at: 2 }]);
  const first = reader.slice({}, reader.last(), null, 2);
  const second = reader.slice({}, reader.last(), first[1] ?? null, 2);
  const third = reader.slice({}, reader.last(), second[1] ?? null, 2);
  expect([...first, ...second, ...third].map(({ id }) => id)).toEqual([4, 5, 3, 1, 2]);
});

it('names the people and acts that there are', async () => {
  const { reader } = await anAudit([{ who: 'bob' }, { who: 'ada' }, { act: 'pause cell' }]);
  expect(reader.choices()).toEqual({ who: ['ada', 'bob'], acts: ['fail', 'pause cell'] });
});

it.each([
  ['changed', "update audit set outcome = 'no-effect'", 'never changed'],
  ['removed', 'delete from audit', 'never removed'],
])('lets no entry be %s, whoever asks', async (_what, statement, sentence) => {
  const { db, reader } = await anAudit([{}]);
  expect(() => db.raw.exec(statement)).toThrow(sentence);
  expect(reader.page(aQuery()).rows).toMatchObject([{ outcome: 'took-effect' }]);
});

it('walks an index for a page of 100,000 entries, with each filter that people choose', async () => {
  const { db } = await anAudit([]);
  const plan = (where: string): string =>
    db.raw
      .prepare<[], { detail: string }>(
        `explain query plan select * from audit where id <= 9 and ${where} order by at desc, id desc limit 50`,
      )
      .all()
      .map(({ detail }) => detail)
      .join('; ');
  for (const where of ['true', "who = 'ada'", "act = 'fail'", 'at >= 1'])
    expect(plan(where)).toMatch(/USING INDEX audit_by_\w+(?!.*TEMP B-TREE)/);
});
