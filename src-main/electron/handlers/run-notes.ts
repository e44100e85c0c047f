import type { Handlers } from '../answer-request.ts';
import type { RuntimeHost } from '#main/compose/runtime-host.ts';

/** Notes on runs of the environment at work. */
export function runNotesHandlers(
  host: RuntimeHost,
): Pick<Handlers, 'runs.notes' | 'runs.addNote' | 'runs.changeNote' | 'runs.setNoteDeleted'> {
  return {
    'runs.notes': async ({ runId }) => (await host.runtime()).notes.list(runId),
    'runs.addNote': async ({ runId, text }) => (await host.runtime()).notes.add(runId, text, Date.now()),
    'runs.changeNote': async ({ noteId, text }) =>
      (await host.runtime()).notes.change(noteId, text, Date.now()),
    'runs.setNoteDeleted': async ({ noteId, deleted }) => ({
      changed: (await host.runtime()).notes.setDeleted(noteId, deleted, Date.now()),
    }),
  };
}
