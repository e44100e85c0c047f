import { z } from 'zod';
import { ACT_OUTCOMES, actSchema } from './acts.ts';
import { RUN_STATES } from './run-state.ts';

/** Runs that one bulk may act on: more are narrowed down first. */
export const MOST_BULK_RUNS = 5000;

/**
 * Where one run of a bulk stands. The outcomes are those of a single act; `refused` = not possible when its turn came, or the
 * call was refused, with the reason; `not-tried` = the bulk was cancelled first.
 */
export const BULK_RESULTS = ['waiting', 'running', ...ACT_OUTCOMES, 'refused', 'not-tried'] as const;
export type BulkResult = (typeof BULK_RESULTS)[number];

/** Those that another try can help. An act that was overtaken has nothing left to do. */
export const RETRIABLE: readonly BulkResult[] = ['no-effect', 'refused', 'not-tried'];

const because = z.object({ why: z.string(), runs: z.number() });

/** What an act on a selection would do now. */
export const bulkPreviewSchema = z.object({
  total: z.number(),
  can: z.number(),
  /** Grouped by reason, the commonest first. */
  cannot: z.array(because),
  /** A run that can: the calls are shown for it. */
  exampleRunId: z.string().nullable(),
  /** More can than one bulk takes. */
  tooMany: z.boolean(),
});
export type BulkPreview = z.infer<typeof bulkPreviewSchema>;

/** One bulk of this session. Times are epoch ms. */
export const bulkViewSchema = z.object({
  bulkId: z.string(),
  act: actSchema,
  reason: z.string().nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  cancelled: z.boolean(),
  total: z.number(),
  /** Runs of the selection that could not take the act from the start: they are not in the rows. */
  left: z.array(because),
  counts: z.record(z.enum(BULK_RESULTS), z.number()),
});
export type BulkView = z.infer<typeof bulkViewSchema>;

/** One run of a bulk. `before` and `after` are null while it has not been acted on. */
export const bulkRowSchema = z.object({
  runId: z.string(),
  customer: z.string().nullable(),
  pipeline: z.string().nullable(),
  region: z.string(),
  result: z.enum(BULK_RESULTS),
  sentence: z.string().nullable(),
  before: z.enum(RUN_STATES).nullable(),
  after: z.enum(RUN_STATES).nullable(),
});
export type BulkRow = z.infer<typeof bulkRowSchema>;

/** One sentence on a bulk: how far it is, or what it ended in. */
export function bulkSentence(bulk: Pick<BulkView, 'total' | 'counts' | 'endedAt' | 'cancelled'>): string {
  const { counts, total } = bulk;
  const open = counts.waiting + counts.running;
  if (bulk.endedAt === null)
    return `${total - open} of ${total} done${bulk.cancelled ? ', being cancelled' : ''}`;
  const parts = [
    [counts['took-effect'], 'took effect'],
    [counts['no-effect'], 'had no effect'],
    [counts.overtaken, 'overtaken'],
    [counts.refused, 'refused'],
    [counts['not-tried'], 'not tried'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(', ');
}
