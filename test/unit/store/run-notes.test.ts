import { expect, it } from 'vitest';
import { createRunNotes } from '#main/store/run-notes.ts';
import { aStore } from './store-fixture.ts';

const DAY = 24 * 3_600_000;

async function aDesk() {
  const db = await aStore();
  db.raw.pragma('foreign_keys = off');
  db.raw
    .prepare(
      `insert into runs (run_id, region, protocol, action_type, processor_kind, state, held_by, attempt, current_job_id,
         job_count, created_at, updated_at)
       values ('r1', 'us-east-1', 'custom', 'Test/Custom/p/1', 'http', 'working', 'agent', 1, 'j1', 1, 1, 1)`,
    )
    .run();
  const open = (who: string, session: string, now = 0) => createRunNotes(db, { who, session }, () => now);
  return { db, open };
}

it('keeps notes in the order of time, with who and when', async () => {
  const { open } = await aDesk();
  const notes = open('kim', 's1');
  notes.add('r1', 'second', 20);
  notes.add('r1', 'first', 10);
  expect(notes.list('r1')).toEqual([
    { noteId: 2, at: 10, who: 'kim', text: 'first', editedAt: null, mine: true },
    { noteId: 1, at: 20, who: 'kim', text: 'second', editedAt: null, mine: true },
  ]);
  expect(notes.list('r2')).toEqual([]);
});

it('refuses a note on a run that is not there', async () => {
  const { open } = await aDesk();
  expect(() => open('kim', 's1').add('nowhere', 'x', 1)).toThrow(/No run is known/);
});

it('changes only one’s own notes of this session', async () => {
  const { open } = await aDesk();
  const mine = open('kim', 's1');
  const { noteId } = mine.add('r1', 'as it was', 1);
  expect(mine.change(noteId, 'as it is', 5)).toMatchObject({ text: 'as it is', at: 1, editedAt: 5 });
  for (const other of [open('ada', 's1'), open('kim', 's2')]) {
    expect(() => other.change(noteId, 'no', 6)).toThrow(/Only your own/);
    expect(other.list('r1')).toMatchObject([{ text: 'as it is', mine: false }]);
  }
});

it('takes a deletion back, and forgets it for good a day later', async () => {
  const { open } = await aDesk();
  const notes = open('kim', 's1');
  const { noteId } = notes.add('r1', 'x', 1);
  expect(notes.setDeleted(noteId, true, 10)).toBe(true);
  expect(notes.setDeleted(noteId, true, 11)).toBe(false);
  expect(notes.list('r1')).toEqual([]);
  expect(() => notes.change(noteId, 'y', 12)).toThrow(/gone/);
  expect(notes.setDeleted(noteId, false, 12)).toBe(true);
  expect(notes.list('r1')).toHaveLength(1);
  notes.setDeleted(noteId, true, 20);
  expect(open('kim', 's2', 20 + DAY).setDeleted(noteId, false, 21 + DAY)).toBe(true);
  notes.setDeleted(noteId, true, 20);
  expect(open('kim', 's3', 21 + DAY).setDeleted(noteId, false, 22 + DAY)).toBe(false);
});
