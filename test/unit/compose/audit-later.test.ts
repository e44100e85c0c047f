import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { noteForLater, takeNotes, type AuditNote } from '#main/compose/audit-later.ts';
import { createAuditLog } from '#main/store/audit-log.ts';
import { aFolder, aStore } from '../store/store-fixture.ts';

const aNote = (change: Partial<AuditNote> = {}): AuditNote => ({
  at: 7,
  who: 'ada',
  act: 'change environment',
  subject: 'staging',
  outcome: 'took-effect',
  reason: null,
  before: 'pollSeconds: 10',
  after: 'pollSeconds: 1',
  ...change,
});

const FILE = 'audit-later.jsonl';

it('takes what was noted into the audit, with the time at which it was done, and once only', async () => {
  const dir = aFolder();
  await noteForLater(dir, aNote());
  await noteForLater(dir, aNote({ at: 8, act: 'use environment' }));
  const db = await aStore(dir);
  await takeNotes(dir, db, () => undefined);
  expect(existsSync(join(dir, FILE))).toBe(false);
  await noteForLater(dir, aNote());
  await takeNotes(dir, db, () => undefined);
  expect(createAuditLog(db).list(null, 9)).toMatchObject([aNote({ at: 8, act: 'use environment' }), aNote()]);
  expect(createAuditLog(db).list(null, 9)).toHaveLength(2);
});

it('leaves out a line that was cut, says so, and takes the others', async () => {
  const dir = aFolder();
  await noteForLater(dir, aNote());
  appendFileSync(join(dir, FILE), '{"at":9,"who":"a');
  const db = await aStore(dir);
  const logged: string[] = [];
  await takeNotes(dir, db, (_level, event) => logged.push(event));
  expect(logged).toEqual(['audit-note-damaged']);
  expect(createAuditLog(db).list(null, 9)).toHaveLength(1);
});

it('does nothing where nothing was noted', async () => {
  const db = await aStore();
  await takeNotes(aFolder(), db, () => expect.fail('nothing to say'));
  expect(createAuditLog(db).list(null, 9)).toEqual([]);
});
