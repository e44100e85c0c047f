import { z } from 'zod';

/** Long work on artifacts: saving and uploading. A task lives until it is forgotten or the environment is left. */
export const TASK_STATES = ['running', 'done', 'cancelled', 'failed'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** Limits of one extraction. Whatever exceeds one is refused with the limit's name before it fills the disk. */
export const extractionLimitsSchema = z.strictObject({
  maxEntries: z.number().int().min(1).max(1_000_000),
  maxTotalBytes: z.number().int().min(1),
  maxFileBytes: z.number().int().min(1),
  /** Unpacked bytes for each packed byte, looked at above 1 MB. */
  maxRatio: z.number().min(1).max(1_000_000),
});
export type ExtractionLimits = z.infer<typeof extractionLimitsSchema>;
export const EXTRACTION_LIMITS: ExtractionLimits = {
  maxEntries: 100_000,
  maxTotalBytes: 10 * 1024 ** 3,
  maxFileBytes: 4 * 1024 ** 3,
  maxRatio: 1000,
};

/** One thing of a task that was left out or went wrong; the others went on. */
export const taskIssueSchema = z.object({ path: z.string(), sentence: z.string() });

export const artifactTaskSchema = z.object({
  taskId: z.string(),
  kind: z.enum(['save', 'upload']),
  /** `App.zip → Downloads`: names alone, no folders of the person. */
  title: z.string(),
  state: z.enum(TASK_STATES),
  bytesDone: z.number(),
  bytesTotal: z.number().nullable(),
  filesDone: z.number(),
  filesTotal: z.number().nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** How the result was checked (CRC of each file, S3's checksum, the ETag where it is one), or why it failed. */
  sentence: z.string().nullable(),
  /** What is on the disk already is kept and gone on from. */
  canResume: z.boolean(),
  issues: z.array(taskIssueSchema),
  /** Issues beyond those listed. */
  moreIssues: z.number(),
});
export type ArtifactTask = z.infer<typeof artifactTaskSchema>;
