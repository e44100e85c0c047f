import { ActionDeskError } from '#shared/domain/errors.ts';
import type { RunNote } from '#shared/domain/run-note.ts';
import type { StoreDatabase } from './open-database.ts';
import { toStoreError } from './store-error.ts';
import type { RunNoteRow } from './tables.ts';

/** A deleted note can be brought back for this long; then the next open of the store removes it. */
const UNDO_MS = 24 * 3_600_000;

/** Who writes, since when the environment is open. */
export interface NoteWriter {
  readonly who: string;
  /** Different each time the environment is opened. */
  readonly session: string;
}

/** Notes on runs, oldest first. Synchronous; times are epoch ms. Throws `store-damaged`. */
export interface RunNotes {
  list(runId: string): RunNote[];
  /** Throws `not-found` where the ledger has no such run. */
  add(runId: string, text: string, at: number): RunNote;
  /** Throws `not-found`, and `not-allowed-now` for a note of somebody else or of an earlier session. */
  change(noteId: number, text: string, at: number): RunNote;
  /** Deletes a note, or brings it back with `deleted` false. False where there was nothing to do. */
  setDeleted(noteId: number, deleted: boolean, at: number): boolean;
}

export function createRunNotes(db: StoreDatabase, writer: NoteWriter, now: () => number): RunNotes {
  const { raw } = db;
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      throw toStoreError(thrown);
    }
  };
  const ofRun = raw.prepare<[string], RunNoteRow>(
    'select * from run_notes where run_id = ? and deleted_at is null order by at, id',
  );
  const byId = raw.prepare<[number], RunNoteRow>('select * from run_notes where id = ?');
  const knownRun = raw.prepare<[string], number>('select 1 from runs where run_id = ?').pluck();
  const insert = raw.prepare<[{ runId: string; at: number; who: string; session: string; text: string }]>(
    'insert into run_notes (run_id, at, who, session, text) values (@runId, @at, @who, @session, @text)',
  );
  const edit = raw.prepare<[{ id: number; at: number; text: string }]>(
    'update run_notes set text = @text, edited_at = @at where id = @id',
  );
  const remove = raw.prepare<[{ id: number; at: number }]>(
    'update run_notes set deleted_at = @at where id = @id and deleted_at is null',
  );
  const restore = raw.prepare<[number]>(
    'update run_notes set deleted_at = null where id = ? and deleted_at is not null',
  );
  guarded(() => raw.prepare<[number]>('delete from run_notes where deleted_at < ?').run(now() - UNDO_MS));

  const isMine = (row: RunNoteRow): boolean => row.who === writer.who && row.session === writer.session;
  const noteOf = (row: RunNoteRow): RunNote => ({
    noteId: row.id,
    at: row.at,
    who: row.who,
    text: row.text,
    editedAt: row.edited_at,
    mine: isMine(row),
  });
  const present = (noteId: number): RunNoteRow => {
    const row = byId.get(noteId);
    if (!row || row.deleted_at !== null) throw new ActionDeskError('not-found', 'This note is gone.');
    return row;
  };
  return {
    list: (runId) => guarded(() => ofRun.all(runId).map(noteOf)),
    add: (runId, text, at) =>
      guarded(() => {
        if (knownRun.get(runId) === undefined)
          throw new ActionDeskError('not-found', `No run is known by the id ${runId.slice(0, 80)}.`);
        const { lastInsertRowid } = insert.run({ runId, at, text, ...writer });
        return noteOf(present(Number(lastInsertRowid)));
      }),
    change: (noteId, text, at) =>
      guarded(() => {
        if (!isMine(present(noteId)))
          throw new ActionDeskError('not-allowed-now', 'Only your own notes of this session can be changed.');
        edit.run({ id: noteId, text, at });
        return noteOf(present(noteId));
      }),
    setDeleted: (noteId, deleted, at) =>
      guarded(() => (deleted ? remove.run({ id: noteId, at }) : restore.run(noteId)).changes > 0),
  };
}
