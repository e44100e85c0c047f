import { z } from 'zod';

/** What an import makes of an entry; `same` changes nothing and is left out. */
export const CLIENT_VERDICTS = ['new', 'replaces', 'same', 'bad'] as const;
export type ClientVerdict = (typeof CLIENT_VERDICTS)[number];

/** Where clients come from: a file that a person chooses in the system's dialog, or a text that was pasted or dropped. */
export const clientImportSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('dialog') }),
  z.strictObject({
    kind: z.literal('text'),
    name: z.string().max(260),
    text: z.string().max(64 * 1024 * 1024, 'expected at most 64 MB: choose the file instead'),
  }),
]);
export type ClientImportSource = z.infer<typeof clientImportSourceSchema>;

/** A row of the preview. No token, and nothing else of a bad entry: a token may stand in the wrong column there. */
export const clientImportRowSchema = z.object({
  /** `line 3`, `entry 3 (line 17)` or `request`. */
  place: z.string(),
  verdict: z.enum(CLIENT_VERDICTS),
  clientId: z.string().nullable(),
  label: z.string().nullable(),
  /** The label that is replaced, where it differs. */
  labelBefore: z.string().nullable(),
  problem: z.string().nullable(),
});
export type ClientImportRow = z.infer<typeof clientImportRowSchema>;

/** `total` is 0 while it is not known. */
export const clientImportProgressSchema = z.object({
  phase: z.enum(['reading', 'ready', 'staging', 'taking', 'ended']),
  done: z.number(),
  total: z.number(),
});
export type ClientImportProgress = z.infer<typeof clientImportProgressSchema>;
