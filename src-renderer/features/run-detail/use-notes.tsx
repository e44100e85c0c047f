import Button from '@cloudscape-design/components/button';
import { useMemo } from 'react';
import type { RunNote } from '#shared/domain/run-note.ts';
import { useAnswer, useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import type { NoteTools } from './note-line.tsx';

/** The notes of a run and what can be done to them. */
export interface NotesOfRun extends NoteTools {
  readonly notes: readonly RunNote[];
  /** Rejects when the note was not kept. */
  add(text: string): Promise<void>;
}

const NONE: readonly RunNote[] = [];

/** Notes of the run, live. A deletion is told with a way to take it back. */
export function useNotes(runId: string): NotesOfRun {
  const notify = useNotify();
  const notes = useAnswer('runs.notes', { runId }).data ?? NONE;
  const { mutateAsync: add } = useChange('runs.addNote', ['runs.notes']);
  const { mutateAsync: change } = useChange('runs.changeNote', ['runs.notes']);
  const { mutateAsync: setDeleted } = useChange('runs.setNoteDeleted', ['runs.notes']);
  return useMemo(() => {
    const say = (thrown: unknown): void => notify({ tone: 'error', text: sentenceOf(thrown) });
    const restore = (noteId: number): void => {
      setDeleted({ noteId, deleted: false }).then(
        () => notify({ tone: 'success', text: 'The note is back.' }),
        say,
      );
    };
    return {
      notes,
      add: async (text) => void (await add({ runId, text })),
      change: async (noteId, text) => void (await change({ noteId, text })),
      remove: ({ noteId }) => {
        setDeleted({ noteId, deleted: true }).then(
          () =>
            notify({
              tone: 'success',
              text: (
                <>
                  The note is deleted.{' '}
                  <Button variant="inline-link" onClick={() => restore(noteId)}>
                    Undo
                  </Button>
                </>
              ),
            }),
          say,
        );
      },
    };
  }, [notes, runId, notify, add, change, setDeleted]);
}
