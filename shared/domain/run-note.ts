import { z } from 'zod';

export const LONGEST_NOTE = 2000;

/** What an engineer wrote down about a run. Kept with the ledger, never sent to AWS, the customer or the backend. */
export const runNoteSchema = z.object({
  noteId: z.number().int(),
  /** Epoch ms. */
  at: z.number(),
  /** The operating system's user. */
  who: z.string(),
  text: z.string(),
  /** When the text was changed last (epoch ms); null when it is as it was written. */
  editedAt: z.number().nullable(),
  /** Whether it was written by this user since the environment was opened: then its text can still be changed. */
  mine: z.boolean(),
});
export type RunNote = z.infer<typeof runNoteSchema>;

/** A note as it is typed; spaces around it do not count. */
export const noteTextSchema = z
  .string()
  .trim()
  .min(1, 'expected a text')
  .max(LONGEST_NOTE, `expected at most ${LONGEST_NOTE} characters`);
