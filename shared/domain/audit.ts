import { z } from 'zod';
import { ACT_KINDS, ACT_OUTCOMES } from './acts.ts';

/** What an act was done to. `other` = an act that this version does not know. */
export const AUDIT_SUBJECTS = ['run', 'client', 'cell', 'environment', 'other'] as const;
export type AuditSubject = (typeof AUDIT_SUBJECTS)[number];

const BY_LAST_WORDS: readonly [RegExp, AuditSubject][] = [
  [/ environment$/, 'environment'],
  [/ (client|token)$/, 'client'],
  [/ (cell|region|action type)$/, 'cell'],
  [/ (run|stage)$/, 'run'],
];

/** Acts name what they are done to (`pause cell`, `rotate token`); those on a run are its acts' kinds. */
export function auditSubjectOf(act: string): AuditSubject {
  if ((ACT_KINDS as readonly string[]).includes(act)) return 'run';
  return BY_LAST_WORDS.find(([words]) => words.test(act))?.[1] ?? 'other';
}

/** One act of a person, as it was written down; nothing of it ever changes. Secrets are in none of its fields. */
export const auditEntrySchema = z.object({
  id: z.number(),
  /** Epoch ms. */
  at: z.number(),
  /** The operating system's user, or who asked on the command line. */
  who: z.string(),
  act: z.string(),
  /** The id or name of the subject: run id, client id, `region|action type` of a cell, environment name. */
  subject: z.string(),
  subjectKind: z.enum(AUDIT_SUBJECTS),
  outcome: z.string(),
  reason: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

const word = z.string().min(1).max(200).optional();

/** All conditions must hold. `text` is looked for in subject, person, reason and both states; times are epoch ms. */
export const auditFilterSchema = z.strictObject({
  text: z.string().max(600).optional(),
  who: word,
  act: word,
  subjectKind: z.enum(AUDIT_SUBJECTS).optional(),
  outcome: z.enum(ACT_OUTCOMES).optional(),
  from: z.number().optional(),
  until: z.number().optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** A page, the newest first. `upTo` pins the pages to the entries of one moment, so that rows do not wander off. */
export const auditQuerySchema = z.strictObject({
  filter: auditFilterSchema.default({}),
  upTo: z.number().int().nullable().default(null),
  page: z.number().int().min(1).max(1_000_000).default(1),
  pageSize: z.number().int().min(1).max(200).default(50),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

export const auditPageSchema = z.object({
  rows: z.array(auditEntrySchema),
  total: z.number(),
  /** The last entry that the pages know of: to be given with the next question. */
  upTo: z.number(),
  /** Matching entries that were written since. */
  newer: z.number(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;

/** What the filters may be given. */
export const auditChoicesSchema = z.object({ who: z.array(z.string()), acts: z.array(z.string()) });
export type AuditChoices = z.infer<typeof auditChoicesSchema>;
