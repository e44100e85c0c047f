import { z } from 'zod';
import { noteTextSchema, runNoteSchema } from '../../domain/run-note.ts';

const runId = z.string().min(1).max(600);
const noteId = z.number().int().positive();

/** What engineers write down about a run. */
export const runNotesChannels = {
  /** The oldest first. */
  'runs.notes': { request: z.strictObject({ runId }), response: z.array(runNoteSchema) },
  'runs.addNote': { request: z.strictObject({ runId, text: noteTextSchema }), response: runNoteSchema },
  /** Refused for a note that somebody else wrote, or in an earlier session. */
  'runs.changeNote': { request: z.strictObject({ noteId, text: noteTextSchema }), response: runNoteSchema },
  /** Deletes a note, or brings it back; answers false where there was nothing to do. */
  'runs.setNoteDeleted': {
    request: z.strictObject({ noteId, deleted: z.boolean() }),
    response: z.object({ changed: z.boolean() }),
  },
} as const;
