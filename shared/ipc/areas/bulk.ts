import { z } from 'zod';
import { ACT_KINDS, actSchema } from '../../domain/acts.ts';
import { BULK_RESULTS, bulkPreviewSchema, bulkRowSchema, bulkViewSchema } from '../../domain/bulk.ts';
import { runSelectionSchema } from '../../domain/run.ts';
import { givenShape } from './runs.ts';

const bulkId = z.uuid();

/** Acts on many runs. A bulk works in the main process: it goes on when its dialog is closed, and is told for the session. */
export const bulkChannels = {
  'bulk.preview': {
    request: z.strictObject({ selection: runSelectionSchema, kind: z.enum(ACT_KINDS) }),
    response: bulkPreviewSchema,
  },
  /** Placeholders in the message of a failure are filled for each run. Answers when it has begun. */
  'bulk.start': {
    request: z.strictObject({ selection: runSelectionSchema, act: actSchema, ...givenShape }),
    response: bulkViewSchema,
  },
  /** The last ten of this session, the newest first. */
  'bulk.list': { request: z.null(), response: z.array(bulkViewSchema) },
  'bulk.rows': {
    request: z.strictObject({
      bulkId,
      results: z.array(z.enum(BULK_RESULTS)).max(BULK_RESULTS.length),
      page: z.number().int().min(1).max(100_000),
      pageSize: z.number().int().min(1).max(200),
    }),
    response: z.object({ rows: z.array(bulkRowSchema), total: z.number() }),
  },
  /** What is under way is seen through; the rest is not tried. */
  'bulk.cancel': { request: z.strictObject({ bulkId }), response: bulkViewSchema },
  /** Tries those again that had no effect, were refused or were not tried. */
  'bulk.retry': { request: z.strictObject({ bulkId }), response: bulkViewSchema },
  /** Takes an ended bulk off the list. */
  'bulk.forget': { request: z.strictObject({ bulkId }), response: z.null() },
  /** Asks for a place and writes the rows there; `file` is the name alone, null where the person thought better of it. */
  'bulk.export': {
    request: z.strictObject({ bulkId, format: z.enum(['csv', 'json']) }),
    response: z.object({ file: z.string().nullable(), runs: z.number() }),
  },
} as const;
